import RationaleCore
import RationaleData
import Testing

struct BoxTableTests {
    private func pictures(_ text: String) throws -> [AnnotatedPicture] {
        let files = try DataFiles()
        defer { files.remove() }
        try files.write("", to: "images/b.jpg")
        let table = try files.write(text, to: "boxes.csv")
        return try BoxTable.pictures(of: table, in: files.path).map { picture in
            var picture = picture
            picture.path = String(picture.path.dropFirst(files.path.count + 1))
            return picture
        }
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

    @Test(arguments: [
        ("file,xmin,ymin,xmax\na.jpg,1,2,3\n", "no column 'ymax'"),
        ("file,xmin,ymin,xmax,ymax\na.jpg,1,2,3,4\nb.jpg,1,2,x,4\n", "line 3: expected a number as xmax, found 'x'"),
        ("file,xmin,ymin,xmax,ymax\na.jpg,1,2,3\n", "line 2: expected a number as ymax, found ''"),
        ("file,xmin,ymin,xmax,ymax\na.jpg,1,2,nan,4\n", "found 'nan'"),
        ("file,xmin,ymin,xmax,ymax\na.jpg,1,2,1e300,4\n", "found '1e300'"),
        ("file,xmin,ymin,xmax,ymax\na.jpg,5,2,3,4\n", "line 2: the box from (5.0, 2.0) to (3.0, 4.0) has no size"),
        ("file,xmin,ymin,xmax,ymax\n,1,2,3,4\n", "line 2: there is no file named"),
        ("file,width,height,xmin,ymin,xmax,ymax\na.jpg,10,10,20,2,30,4\n", "lies outside of its picture of 10.0×10.0"),
        ("file,width,height,xmin,ymin,xmax,ymax\na.jpg,0,10,1,2,3,4\n", "makes no sense"),
        ("file,class,xmin,ymin,xmax,ymax\na.jpg,1,1,2,3,4\na.jpg,2,1,2,3,4\n", "line 3: 'a.jpg' has another class"),
        ("file,xmin,ymin,xmax,ymax\n", "there are no boxes"),
        ("", "no column 'file'"),
        ("file,xmin,ymin,xmax,ymax\n\"a\"b,1,2,3,4\n", "no table"),
    ])
    func `A bad line is named`(text: String, expected: String) throws {
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
