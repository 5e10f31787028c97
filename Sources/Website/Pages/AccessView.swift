import Catalogue
import HTTP
import Nachlese

/// What the page of the two doors shows: as it was typed, whatever was wrong with it.
struct AccessView {
    /// A series with its published modules.
    struct Choice {
        let series: Series
        let modules: [ModuleHeading]
    }

    /// The value that stands for no module in particular.
    static let otherModule = "none"

    var door: AccessRequest.Door?
    /// The slug of a module, `otherModule`, or empty.
    var module = ""
    var name = ""
    var email = ""
    var organisation = ""
    var message = ""
    var choices: [Choice] = []
    /// The choices as they stand in the form.
    var options = HTML.empty
    /// nil for members, who need none.
    var stamp: FormStamp?
    /// What a script has found for the stamp already.
    var proof = ""
    var problems: [(field: String?, text: String)] = []

    /// As links lead there: with a door and a module.
    init(query: Form) {
        door = query["door"].flatMap { AccessRequest.Door(rawValue: $0) }
        module = query["module"].flatMap { Slug($0)?.rawValue } ?? ""
    }

    init(form: Form) {
        self.init(query: form)
        if form["module"] == AccessView.otherModule { module = AccessView.otherModule }
        name = form["name"] ?? ""
        email = Site.shortened(form["email"])
        organisation = form["organisation"] ?? ""
        message = form["message"] ?? ""
    }

    /// What the link to the other language must not lose.
    var keep: [(name: String, value: String)] {
        var keep: [(name: String, value: String)] = []
        if let door { keep.append(("door", door.rawValue)) }
        if !module.isEmpty { keep.append(("module", module)) }
        return keep
    }

    var chosenModule: ModuleHeading? {
        choices.lazy.flatMap(\.modules).first { $0.slug.rawValue == module }
    }
}
