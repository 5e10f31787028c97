import Platform
import Testing

struct EnvironmentTests {
    @Test func `the variables are those of the process`() throws {
        let path = try #require(Environment.value(of: "PATH"))
        #expect(Environment.all["PATH"] == path)
        #expect(Environment.all.count > 1)
    }

    @Test func `what is not set is nothing`() {
        #expect(Environment.value(of: "NACHLESE_TEST_IS_NOT_SET") == nil)
        #expect(Environment.all["NACHLESE_TEST_IS_NOT_SET"] == nil)
    }
}
