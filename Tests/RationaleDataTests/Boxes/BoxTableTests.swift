import RationaleCore
import RationaleData
import Testing

struct BoxTableTests {
    private func pictures(_ text: String) throws -> [AnnotatedPicture] { try read(text).pictures }

    private func read(_ text: String) throws -> AnnotatedPictures {
        let files = try DataFiles()
        defer { files.remove() }
        try files.write("", to: "images/b.jpg")
        let table = try files.write(text, to: "boxes.csv")
        var found = try BoxTable.pictures(of: table, in: files.path)
        for index in found.pictures.indices {
            found.pictures[index].path = String(found.pictures[index].path.dropFirst(files.path.count + 1))
        }
        return found
    }

    @Test func `Lines of one picture are its boxes, in the frame that they are counted in`() throws {
        let found = try pictures(
            """
            file,class,wnid,orig_width,orig_height,xmin,ymin,xmax,ymax
            b.jpg,472,n1,500,375,20,175,111,292
            "a, b.jpg",7,n2,100,50,0,0,100,50
            b.jpg,472,n1,500,375,372.5,189,499,224

            """)
        let frame = AnnotatedPicture.Frame(width: 500, height: 375)
        #expect(
            found == [
                AnnotatedPicture(
                    path: "images/b.jpg", label: .index(472),
                    boxes: [
                        Box(x: 20, y: 175, width: 91, height: 117), Box(x: 372.5, y: 189, width: 126.5, height: 35),
                    ], frame: frame),
                AnnotatedPicture(
                    path: "a, b.jpg", label: .index(7), boxes: [Box(x: 0, y: 0, width: 100, height: 50)],
                    frame: .init(width: 100, height: 50)),
            ])
    }

    @Test func `Columns are found by name, and only five are needed`() throws {
        let found = try pictures("ymax,xmax,ymin,xmin,file,note,class\r\n4,3,2,1,c.png,x,goldfinch\r\n")
        #expect(
            found == [
                AnnotatedPicture(
                    path: "c.png", label: .name("goldfinch"), boxes: [Box(x: 1, y: 2, width: 2, height: 2)])
            ])
        #expect(try pictures("\u{FEFF}file,xmin,ymin,xmax,ymax\nc.png,1,2,3,4\n")[0].label == nil)
    }

    static let faulty = [
        ("b.jpg,1,2,x,4", "line 3: expected a number as xmax, found 'x'"),
        ("b.jpg,,,,", "line 3: expected a number as xmin, found ''"),
        (",,,,", "line 3: there is no file named"),
        ("b.jpg,1,2,3", "line 3: expected a number as ymax, found ''"),
        ("b.jpg,1,2,nan,4", "found 'nan'"),
        ("b.jpg,1,2,1e300,4", "found '1e300'"),
        ("b.jpg,5,2,3,4", "line 3: the box from (5.0, 2.0) to (3.0, 4.0) has no size"),
        ("b.jpg,3,2,3,4", "has no size"),
        (",1,2,3,4", "line 3: there is no file named"),
        ("b.jpg,20,2,30,4,10,10", "lies outside of its picture of 10.0×10.0"),
        ("b.jpg,1,2,3,4,0,10", "makes no sense"),
        ("a.jpg,1,2,3,4,99,10", "line 3: 'a.jpg' has another size"),
    ]

    @Test(arguments: faulty)
    func `A faulty line is passed over, counted and named`(line: String, expected: String) throws {
        let frame = line.split(separator: ",", omittingEmptySubsequences: false).count == 7
        let header = "file,xmin,ymin,xmax,ymax" + (frame ? ",width,height" : "")
        let good = "1,2,3,4" + (frame ? ",10,10" : "")
        let found = try read("\(header)\na.jpg,\(good)\n\(line)\nc.jpg,\(good)\n")
        #expect(found.pictures.map(\.path) == ["a.jpg", "c.jpg"])
        #expect(found.pictures.map(\.boxes.count) == [1, 1])
        #expect(found.notes.count == 1 && found.notes[0].contains("1 of 3 lines is passed over"), "\(found.notes)")
        #expect(found.notes.first?.contains(expected) == true, "\(found.notes)")
    }

    @Test func `A picture with two classes is a picture of each, with the boxes of that class`() throws {
        let found = try pictures(
            "file,class,xmin,ymin,xmax,ymax\na.jpg,1,1,2,3,4\na.jpg,2,5,6,7,8\na.jpg,1,2,2,3,4\na.jpg,,1,1,9,9\n")
        #expect(found.map(\.path) == ["a.jpg", "a.jpg", "a.jpg"])
        #expect(found.map(\.label) == [.index(1), .index(2), nil])
        #expect(found.map(\.boxes.count) == [2, 1, 1])
        #expect(found[1].boxes == [Box(x: 5, y: 6, width: 2, height: 2)])
    }

    @Test func `Absolute paths, backslashes and a leading dot are found`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        for name in ["a/1.jpg", "images/b/2.jpg", "c.jpg", "d/3.jpg", "e/3.jpg"] { try files.write("", to: name) }
        let names = [
            "\(files.path)/a/1.jpg", #"a\1.jpg"#, "./a/1.jpg", #".\b\2.jpg"#, #"C:\photos\c.jpg"#,
            "/gone/before/d/3.jpg",
            "/gone/e/3.jpg", "none.jpg",
        ]
        let lines = names.map { "\($0),1,2,3,4" }.joined(separator: "\n")
        let table = try files.write("file,xmin,ymin,xmax,ymax\n\(lines)\n", to: "boxes.csv")
        let found = try BoxTable.pictures(of: table, in: files.path).pictures
        #expect(
            found.map { String($0.path.dropFirst(files.path.count + 1)) } == [
                "a/1.jpg", "a/1.jpg", "a/1.jpg", "images/b/2.jpg", "c.jpg", "d/3.jpg", "e/3.jpg", "none.jpg",
            ])
        // Two names that would mean one file here mean none.
        let two = try files.write(
            "file,xmin,ymin,xmax,ymax\n/x/one/c.jpg,1,2,3,4\n/x/two/c.jpg,1,2,3,4\n", to: "two.csv")
        #expect(try BoxTable.pictures(of: two, in: files.path).pictures.allSatisfy { $0.path.contains("/x/") })
    }

    @Test(arguments: [
        ("file,xmin,ymin,xmax\na.jpg,1,2,3\n", "no column 'ymax'"),
        (
            "file,xmin,ymin,xmax,ymax\na.jpg,1,2,x,4\nb.jpg,,,,\n",
            "2 of 2 lines are passed over: line 2: expected a number"
        ),
        ("file,xmin,ymin,xmax,ymax\n", "there are no boxes"),
        ("", "no column 'file'"),
        ("file,xmin,ymin,xmax,ymax\n\"a\"b,1,2,3,4\n", "no table"),
    ])
    func `A table of which nothing is left is refused`(text: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try pictures(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test func `A table that is no text, or not there, is refused`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        #expect(throws: RationaleError.self) { try BoxTable.pictures(of: "\(files.path)/none.csv", in: files.path) }
        #expect(throws: RationaleError.self) { try BoxTable.pictures(of: files.path, in: files.path) }
    }
}
