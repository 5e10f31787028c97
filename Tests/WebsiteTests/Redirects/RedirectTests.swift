import Testing

@testable import Website

@Suite(.timeLimit(.minutes(15))) struct RedirectTests {
    @Test func `old addresses lead on for good, and nothing else does`() async throws {
        let (table, faults) = RedirectTable.read(
            Array(
                """
                /index.php/veranstaltungen/12?id=3 /modules/modul-iv
                /?option=com_content&id=3 /modules/modul-iv
                /modules/modul-alt /modules/modul-iv
                /modules/modul-iv /series/reihe
                """.utf8), file: "x")
        // The last but one leads to an old address, though that lives.
        #expect(faults.count == 3)
        try await World.run(redirects: Redirects(table)) { world in
            try await world.module(in: try await world.series())
            for path in ["/index.php/veranstaltungen/12?id=3", "/?id=3&option=com_content", "/modules/modul-alt"] {
                let reply = try world.client.get(path)
                #expect(reply.status == 301, "\(path)")
                #expect(reply["Location"] == "/modules/modul-iv")
                #expect(try world.client.send("HEAD", path).status == 301)
                #expect(try world.client.post(path, []).status != 301)
            }
            #expect(try world.client.get("/modules/modul-iv").status == 200)
            #expect(try world.client.get("/index.php/veranstaltungen/12?id=4").status == 404)
            #expect(try world.client.get("/?id=3").status == 200)
        }
    }
}
