import Codecs
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Website

/// Every route × everybody × every method, with the status that must come of it.
///
/// The routes come from the enum itself: `Row.init` switches over it without a default, so that a new route without
/// a rule does not compile.
@Suite(.timeLimit(.minutes(15))) struct AccessMatrixTests {
    enum Person: CaseIterable {
        case guest, member, otherMember, expired, revoked
    }

    private struct Row {
        /// Of a GET or HEAD, by person; expired and revoked people are guests.
        var guest: Int
        var member: Int
        var otherMember: Int
        /// Of a POST without anything in it: guests, and members (whose form token is missing).
        var guestPost: Int
        var memberPost: Int

        init(_ route: Route) {
            switch route {
            case .start, .series, .module, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready, .asset:
                (guest, member, otherMember, guestPost, memberPost) = (200, 200, 200, 405, 405)
            case .presentation: (guest, member, otherMember, guestPost, memberPost) = (303, 200, 403, 405, 405)
            case .login: (guest, member, otherMember, guestPost, memberPost) = (200, 303, 303, 422, 422)
            case .access: (guest, member, otherMember, guestPost, memberPost) = (200, 200, 200, 422, 403)
            case .passwordForgotten, .accessConfirm:
                (guest, member, otherMember, guestPost, memberPost) = (200, 200, 200, 422, 422)
            case .logout: (guest, member, otherMember, guestPost, memberPost) = (405, 405, 405, 303, 403)
            case .account: (guest, member, otherMember, guestPost, memberPost) = (303, 200, 200, 403, 403)
            case .accountPassword: (guest, member, otherMember, guestPost, memberPost) = (303, 200, 200, 303, 403)
            case .accountSessions: (guest, member, otherMember, guestPost, memberPost) = (405, 405, 405, 303, 403)
            }
        }

        func status(_ method: String, _ person: Person) -> Int {
            switch (method, person) {
            case ("POST", .member), ("POST", .otherMember): memberPost
            case ("POST", _): guestPost
            case (_, .member): member
            case (_, .otherMember): otherMember
            default: guest
            }
        }
    }

    @Test func `each route gives each person what it should`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            let other = try await world.module("modul-i", in: series, number: "I", heldOn: "2016-01-01")
            let presentation = try await world.presentation(in: module)
            let picture = try await world.picture(in: module)
            let expiring = try await world.account(
                "c@example.org", admittedTo: module, expiresAt: world.now + 10)
            let revoked = try await world.account("d@example.org", admittedTo: module)
            let cookies: [Person: String] = [
                .member: try await world.session(of: try await world.account("a@example.org", admittedTo: module)),
                .otherMember: try await world.session(
                    of: try await world.account("b@example.org", admittedTo: other)),
                .expired: try await world.session(of: expiring), .revoked: try await world.session(of: revoked),
            ]
            world.advance(20)
            try await world.revoke(revoked)

            let routes: [Route] = [
                .start, .series(series.slug), .module(module.slug),
                .presentation(
                    module: module.slug, presentation: presentation.slug, fileName: presentation.file.name.rawValue),
                .picture(module: module.slug, picture.name), .login, .logout, .account, .accountPassword,
                .accountSessions, .passwordForgotten, .access, .accessConfirm, .officePage(.imprint),
                .officePage(.contact), .robots, .sitemap, .feed, .health, .ready, .asset("nachlese.css"),
            ]
            for route in routes {
                for person in Person.allCases {
                    for method in ["GET", "HEAD", "POST"] {
                        let reply = try world.client.send(
                            method, route.path, cookie: cookies[person], form: method == "POST" ? [] : nil)
                        let wanted = Row(route).status(method, person)
                        #expect(reply.status == wanted, "\(method) \(route.path) as \(person)")
                        if method == "HEAD" { #expect(reply.body.isEmpty) }
                        if reply.status == 405 { #expect(reply["Allow"] != nil) }
                        if person == .guest { #expect(reply["Set-Cookie"] == nil) }
                        #expect(reply["Content-Security-Policy"]?.contains("default-src 'none'") == true)
                        #expect(reply.all("X-Content-Type-Options") == ["nosniff"])
                        #expect(reply["Referrer-Policy"] == "same-origin")
                    }
                }
            }
        }
    }

    @Test(arguments: ["PUT", "DELETE", "TRACE", "PATCH"])
    func `other methods are refused everywhere`(method: String) async throws {
        try await World.run { world in
            for path in ["/", "/login", "/logout", "/account"] {
                let reply = try world.client.send(method, path)
                #expect(reply.status == 405)
                #expect(try reply["Allow"].unwrapped().contains(method) == false)
            }
        }
    }

    @Test func `without a session no answer depends on the file`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let path = world.path(of: presentation, in: module)
            let plain = try world.client.get(path)
            #expect(plain["Location"] == "/login?next=/modules/modul-iv/folien/folien.pdf")
            let etag = "\"\(presentation.file.content.hexadecimal)\""
            for field in [
                ("Range", "bytes=0-3"), ("Range", "bytes=999-"), ("If-None-Match", etag), ("If-None-Match", "*"),
                ("If-Match", "\"x\""), ("If-Range", etag), ("If-Modified-Since", "Thu, 02 Feb 2017 12:00:00 GMT"),
            ] {
                let reply = try world.client.send("GET", path, fields: [field])
                #expect(reply.status == 303)
                #expect(reply.fields.map(\.name) == plain.fields.map(\.name))
                #expect(reply.body.isEmpty)
            }
        }
    }
}
