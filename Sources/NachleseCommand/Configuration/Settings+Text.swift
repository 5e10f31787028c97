import Mail
import Nachlese
import SystemPackage

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
        case .bounceAddress: bounceAddress?.description ?? ""
        case .mailsPerMinute: "\(mailsPerMinute)"
        case .mailsPerDay: "\(mailsPerDay)"
        case .mailHTML: mailHTML.rawValue
        case .tellRevoked: tellRevoked.rawValue
        case .minimumPasswordLength: "\(minimumPasswordLength)"
        case .ownPassword: ownPassword.rawValue
        case .initialPasswordDays: "\(initialPasswordDays)"
        case .requestedCredentialsPerHour: "\(requestedCredentialsPerHour)"
        case .guestDays: "\(guestDays)"
        case .undoMinutes: "\(undoMinutes)"
        case .announceMinutes: "\(announceMinutes)"
        case .remindDays: "\(remindDays)"
        case .officeLanguage: officeLanguage.rawValue
        case .accessCodesPerHour: "\(accessCodesPerHour)"
        case .trustedProxies: trustedProxies.joined(separator: ", ")
        case .forwardedField: forwardedField.rawValue
        case .proxyProtocol: proxyProtocol.rawValue
        case .tlsCertificate: tlsCertificates.joined(separator: ", ")
        case .tlsKey: tlsKeys.joined(separator: ", ")
        case .redirectListen: redirectListen.joined(separator: ", ")
        case .hstsDays: "\(hstsDays)"
        case .connections: "\(connections)"
        case .connectionsPerNetwork: "\(connectionsPerNetwork)"
        case .connectionsPerAddress: "\(connectionsPerAddress)"
        case .mailTransport: mailTransport.rawValue
        case .smtpHost: smtp.host
        case .smtpPort: "\(smtp.port ?? smtp.security.port)"
        case .smtpSecurity: smtp.security.rawValue
        case .smtpUser: smtp.user
        case .smtpPasswordFile: smtp.passwordFile?.string ?? ""
        case .smtpAuthorities: smtp.authorities?.string ?? ""
        case .smtpHelloName: "\(ownMailName)"
        case .smtpTimeout: "\(smtp.timeout)"
        case .sendmailPath: sendmailPath.string
        }
    }
}
