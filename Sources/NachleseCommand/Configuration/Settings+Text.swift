import Mail
import Nachlese

extension Settings {
    /// What is in force for a key, written as in `nachlese.conf`; empty where nothing is.
    func text(of key: SettingKey) -> String {
        switch key {
        case .listen: listen.joined(separator: ", ")
        case .publicURL: "\(baseURL)"
        case .serviceName: serviceName
        case .officeName: office.name
        case .officeStreet: office.street
        case .officeCity: office.city
        case .officeNote: office.note
        case .officePhone: office.phone
        case .officeFax: office.fax
        case .officeWebsite: office.website
        case .officeEmail: office.email?.description ?? ""
        case .mailFrom: (try? senderAddress)?.description ?? ""
        case .minimumPasswordLength: "\(minimumPasswordLength)"
        case .ownPassword: ownPassword.rawValue
        case .initialPasswordDays: "\(initialPasswordDays)"
        }
    }
}
