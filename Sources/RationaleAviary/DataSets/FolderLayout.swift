import RationaleCore
import RationaleImaging

/// `train/CLASS/NAME.png` and `val/CLASS/NAME.png`. Readers number the classes alphabetically; `dataset.json` has the
/// aviary's order.
package struct FolderLayout: DataSetLayout {
    package func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String] {
        ["\(item.split)/\(plan.fileName(ofSpecies: item.species))/\(plan.name(of: item)).png"]
    }

    package func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile] {
        let image = picture.scene.picture(side: picture.side)
        return [DataSetFile(paths(of: picture.item, in: plan)[0], try image.pngData(fast: true))]
    }

    package func listPaths(in plan: DataSetPlan) -> [String] { [] }

    package func lists(of entries: [Void], in plan: DataSetPlan, options: DataSetOptions) -> [DataSetFile] { [] }
}
