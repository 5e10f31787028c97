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
        case .requestedCredentialsPerHour: "\(requestedCredentialsPerHour)"
        case .trustedProxies: trustedProxies.joined(separator: ", ")
        case .forwardedField: forwardedField.rawValue
        case .proxyProtocol: proxyProtocol.rawValue
        case .tlsCertificate: tlsCertificates.joined(separator: ", ")
        case .tlsKey: tlsKeys.joined(separator: ", ")
        case .redirectListen: redirectListen.joined(separator: ", ")
        case .hstsDays: "\(hstsDays)"
        case .connections: "\(connections)"
        case .connectionsPerNetwork: "\(connectionsPerNetwork)"
        }
    }
}
