package import Codecs

// Values that know nothing of databases and stand in columns by their raw values.
extension Identifier: DatabaseValue {}
extension Timestamp: DatabaseValue {}
extension CalendarDate: DatabaseValue {}
extension Language: DatabaseValue {}
extension LanguageTag: DatabaseValue {}
