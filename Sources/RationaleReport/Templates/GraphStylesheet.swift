/// The looks of concept graphs.
enum GraphStylesheet {
    /// So many concepts of a panel light up with their row; the others are links all the same.
    static let litConcepts = 32

    static let text = """

        .map:has(> .graph) { grid-column: 1 / -1; }
        .graph { display: grid; gap: 1rem; min-width: 0; }
        .graph h4 { margin: 0; font-size: 1rem; line-height: 1.3; overflow-wrap: anywhere; }
        .reasons { list-style: none; display: grid; gap: 0.3rem; max-width: 52rem; overflow-wrap: anywhere;
          font-size: 0.9rem; }
        .reasons li:first-child { font-size: 1.05rem; font-weight: 600; }
        .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
          gap: 1.25rem 1.75rem; }
        .concepts { display: grid; gap: 0.5rem; align-content: start; min-width: 0; max-width: 44rem; }
        .scores { color: var(--quiet); font-size: 0.8rem; overflow-wrap: anywhere;
          font-variant-numeric: tabular-nums; }
        /* Light in both themes: the ends of the colours are dark. */
        .drawn { display: block; width: 100%; height: auto; border-radius: 6px;
          background: light-dark(#f4f5f7, #cdd1d8); }
        .faded { opacity: 0.4; filter: grayscale(0.6); }
        .drawn .casing, .drawn .leader { stroke: #1b1f27; stroke-width: 1.6; fill: none; stroke-linejoin: round; }
        .region .casing { stroke-width: calc(4px + 2px * var(--lit, 0)); }
        .region .edge { stroke-width: calc(2.4px + 1.6px * var(--lit, 0)); fill: #fff; fill-opacity: 0;
          stroke-linejoin: round; }
        .region.missing polygon { stroke-dasharray: 5 4; }
        .drawn .leader { stroke-width: 1; }
        .drawn .middle { fill: #1b1f27; }
        .drawn .disc { stroke: #1b1f27; stroke-width: 1.4; }
        .node.missing .disc { stroke-dasharray: 3 2.2; }
        .node .ring { fill: none; stroke-width: 2; }
        .node .halo { fill: none; stroke: var(--accent); stroke-width: calc(9px * var(--lit, 0)); }
        .node text { font-size: 12px; font-weight: 700; text-anchor: middle; }
        .node:focus-visible { outline: none; }

        .scroll { overflow-x: auto; }
        .graph table { margin-top: 0; }
        .graph th, .graph td { padding-left: 0.6rem; }
        .graph th:first-child { padding-left: 0.25rem; }
        .graph tbody th { color: var(--ink); font-size: 0.85rem; white-space: normal; text-align: left; }
        .graph tbody tr:last-child th { border-bottom: 0; }
        .graph tbody tr { background: color-mix(in srgb, var(--accent) calc(16% * var(--lit, 0)), transparent);
          scroll-margin-top: 6rem; }
        .concept { display: flex; align-items: center; gap: 0.4rem; }
        .concept > span:last-child { min-width: 5.5rem; overflow-wrap: break-word; }
        .concept a { color: inherit; font-weight: 600; text-decoration: none; }
        .concept a:hover { text-decoration: underline; }
        .concept small { display: block; color: var(--quiet); font-size: 0.74rem; }
        .mark { flex: none; width: 1.5rem; height: 1.5rem; border-radius: 50%; display: grid; place-items: center;
          font-size: 0.72rem; font-weight: 700; box-shadow: inset 0 0 0 1.4px #1b1f27; }
        .mark.missing { border: 1.4px dashed #1b1f27; box-shadow: inset 0 0 0 2px var(--value); }
        .patch { flex: none; width: 2.25rem; height: 2.25rem; border-radius: 4px; background: var(--inset);
          object-fit: contain; }
        .adds { font-weight: 600; }
        .relations { font-size: 0.82rem; color: var(--quiet); }
        .relations summary { cursor: pointer; }
        .relations ul { margin: 0.3rem 0 0; padding-left: 1.1rem; }

        .proof { display: grid; gap: 0.4rem; font-size: 0.9rem; min-width: 0; }
        .proof th, .proof td { text-align: left; vertical-align: top; padding-block: 0.5rem; }
        .proof td { white-space: normal; min-width: 11rem; }
        .proof td:last-child { min-width: 15rem; }
        .proof tbody th { font-weight: 600; width: 45%; }
        .edit { display: flex; gap: 0.75rem; align-items: flex-start; min-width: 13rem; }
        .edit img { flex: none; width: 6rem; height: auto; border-radius: 6px; }
        .badge { font-size: 0.7rem; font-weight: 600; color: var(--quiet); border: 1px solid var(--line);
          border-radius: 999px; padding: 0.05rem 0.5rem; white-space: nowrap; }
        .proof strong { display: block; font-weight: 600; margin-top: 0.2rem; color: var(--quiet); }
        .proof strong.changed { color: var(--accent); }
        .change { display: flex; justify-content: space-between; gap: 1rem; max-width: 22rem; }
        .change span:last-child { white-space: nowrap; }
        @media (max-width: 30rem) {
          .graph .measured { grid-template-columns: minmax(0, 1fr) 3.2rem; gap: 0.5rem; }
          .patch { width: 1.75rem; height: 1.75rem; }
          .proof td { min-width: 9rem; }
          .edit { display: grid; gap: 0.3rem; min-width: 7rem; }
        }
        \(lit)

        """

    /// A concept's parts, in the drawing and in the table, light up where one of them is pointed at or has the focus.
    private static var lit: String {
        (1...litConcepts).map { number in
            ".concepts:has(.c\(number):is(:hover, :focus-visible, :focus-within, :target)) .c\(number) { --lit: 1; }"
        }.joined(separator: "\n")
    }
}
