import RationaleAviary
import RationaleCore
import RationaleImaging

/// `train/CLASS/NAME.png` and `val/CLASS/NAME.png`. Readers number the classes alphabetically; `dataset.json` has the
/// aviary's order.
struct FolderLayout: DataSetLayout {
    func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String] {
        ["\(item.split)/\(plan.fileName(ofSpecies: item.species))/\(plan.name(of: item)).png"]
    }

    func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile] {
        let image = picture.scene.picture(side: picture.side)
        return [DataSetFile(paths(of: picture.item, in: plan)[0], try image.pngData(fast: true))]
    }

    func listPaths(in plan: DataSetPlan) -> [String] { [] }

    func lists(of entries: [Void], in plan: DataSetPlan, options: DataSetOptions) -> [DataSetFile] { [] }
}
