internal import CSQLite

/// Identifies a state of a database: two stamps differ when something was committed between them.
///
/// In WAL mode it is the header of the WAL index, which every commit of every process changes, and by which SQLite
/// itself notices changes. It lies in shared memory, so that a look costs neither a system call nor a lock.
package struct ChangeStamp: Equatable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)

    init(dataVersion: Int64) {
        words.0 = UInt64(bitPattern: dataVersion)
    }

    /// `index`: see `csqlite_wal_index`.
    init(walIndex index: UnsafeRawPointer) {
        unsafe withUnsafeMutableBytes(of: &words) { raw in
            if let header = unsafe raw.bindMemory(to: UInt64.self).baseAddress {
                unsafe csqlite_read_wal_header(index, header)
            }
        }
    }

    package static func == (one: ChangeStamp, other: ChangeStamp) -> Bool {
        one.words.0 == other.words.0 && one.words.1 == other.words.1 && one.words.2 == other.words.2
            && one.words.3 == other.words.3 && one.words.4 == other.words.4 && one.words.5 == other.words.5
    }
}
