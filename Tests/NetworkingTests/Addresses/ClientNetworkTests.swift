import Testing

@testable import Networking

struct ClientNetworkTests {
    @Test(
        "a network is a /24 or a /64, its neighbourhood a /16 or a /48",
        arguments: [
            ("198.51.100.77:1", "198.51.100.0/24", "198.51.0.0/16"),
            ("[2001:db8:1:2:3::4]:1", "2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("[::ffff:198.51.100.77]:1", "198.51.100.0/24", "198.51.0.0/16"),
            ("unix:/run/a.socket", "local", "local"),
        ])
    func texts(address: String, network: String, neighbourhood: String) throws {
        let client = try SocketAddress(address).network
        #expect(client.description == network)
        #expect(client.neighbourhood == neighbourhood)
    }
}
