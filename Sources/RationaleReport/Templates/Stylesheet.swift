/// The document's looks: light and dark, wide and narrow, screen and paper.
enum Stylesheet {
    static let text = """
        :root {
          color-scheme: light dark;
          --page: light-dark(#f4f5f7, #101216);
          --card: light-dark(#ffffff, #191c22);
          --inset: light-dark(#f4f5f7, #21252d);
          --line: light-dark(#e1e4e9, #2c313a);
          --ink: light-dark(#1b1f27, #e8eaee);
          --quiet: light-dark(#5a6270, #9aa3b2);
          --accent: light-dark(#2f5bd7, #86a8ff);
          --track: light-dark(#e6e9ee, #2a2f38);
          --bar: light-dark(#a7b0be, #5d6675);
          --warn-ink: light-dark(#7a4b00, #f3c677);
          --warn-page: light-dark(#fff6e3, #2b2416);
          --warn-line: light-dark(#f0d9a8, #4d3f20);
          --error-ink: light-dark(#9c1f2e, #ff9da6);
          --error-page: light-dark(#fdeff0, #2d1a1d);
          --error-line: light-dark(#f3cdd1, #55292f);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
        }
        :root[data-theme="light"] { color-scheme: light; }
        :root[data-theme="dark"] { color-scheme: dark; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); }
        h1, h2, h3, p, figure, dl, dd, ol { margin: 0; padding: 0; }
        h1 { font-size: 1.65rem; line-height: 1.2; letter-spacing: -0.015em; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; line-height: 1.3; overflow-wrap: anywhere; }
        h3 { font-size: 0.95rem; line-height: 1.3; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 9; }
        .masthead, .toolbar, main, footer { max-width: 92rem; margin-inline: auto; padding-inline: 1.5rem; }

        .masthead { padding-block: 2rem 1rem; display: grid; gap: 1rem; }
        .summary { color: var(--quiet); margin-top: 0.25rem; }
        .run { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 0.75rem 1rem; }
        .run summary { cursor: pointer; font-weight: 600; font-size: 0.9rem; }
        .run dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0.6rem 1.5rem;
          margin-top: 0.75rem; }
        dt { color: var(--quiet); font-size: 0.78rem; }
        dd { overflow-wrap: anywhere; font-size: 0.88rem; }
        .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          font-size: 0.82rem; }

        .figures { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 0.75rem 1rem;
          overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.85rem; margin-top: 0.6rem; min-width: 100%; }
        th { color: var(--quiet); font-size: 0.78rem; font-weight: 400; }
        th, td { text-align: right; padding: 0.3rem 0 0.3rem 1.25rem; border-bottom: 1px solid var(--line);
          font-variant-numeric: tabular-nums; white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        tbody tr:last-child td { border-bottom: 0; }

        .toolbar { display: none; }
        .js .toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; position: sticky;
          top: 0; z-index: 5; padding-block: 0.6rem; background: var(--page); font-size: 0.82rem;
          color: var(--quiet); }
        .toolbar label { display: flex; align-items: center; gap: 0.5rem; }
        .toolbar button, .toolbar input[type="search"] { font: inherit; color: var(--ink); background: var(--card);
          border: 1px solid var(--line); border-radius: 8px; padding: 0.3rem 0.7rem; }
        .toolbar button { margin-left: auto; cursor: pointer; }
        .toolbar input[type="range"] { width: 9rem; }
        input[type="range"] { accent-color: var(--accent); min-width: 0; margin: 0; height: 1.25rem; }

        .overview { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 0.75rem;
          margin-bottom: 1.25rem; }
        .thumbnail { display: grid; gap: 0.1rem; color: inherit; text-decoration: none; font-size: 0.76rem;
          line-height: 1.3; min-width: 0; align-content: start; }
        .thumbnail svg, .broken { width: 100%; aspect-ratio: 4 / 3; border-radius: 8px; background: var(--inset);
          display: grid; place-items: center; margin-bottom: 0.2rem; }
        .broken { border: 1px dashed var(--error-line); background: var(--error-page); color: var(--error-ink);
          font-size: 1.3rem; font-weight: 700; }
        .thumbnail:hover svg { filter: brightness(1.07); }
        .thumbnail > * { min-width: 0; }
        .thumbnail .name { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-weight: 600; }
        .thumbnail .caption { display: flex; gap: 0.4em; white-space: nowrap; color: var(--quiet); }
        .thumbnail .caption span:first-child { overflow: hidden; text-overflow: ellipsis; min-width: 0; }
        .hidden { display: none !important; }

        .input { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem;
          margin-bottom: 1.25rem; scroll-margin-top: 4rem; content-visibility: auto;
          contain-intrinsic-size: auto 700px; }
        .input > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem;
          margin-bottom: 0.9rem; }
        .size { color: var(--quiet); font-size: 0.82rem; }
        .columns { display: grid; grid-template-columns: minmax(14rem, 19rem) minmax(0, 1fr); gap: 1.5rem; }
        .subject, .answers { display: grid; gap: 0.75rem; align-content: start; }
        .photo svg { display: block; width: 100%; height: auto; max-height: 24rem; border-radius: 8px; }
        .unseen { fill: #000; fill-opacity: 0.45; }
        .seen { fill: none; stroke: #fff; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
        figcaption { color: var(--quiet); font-size: 0.78rem; margin-top: 0.35rem; }

        .predictions { list-style: none; display: grid; gap: 0.45rem; }
        .predictions li { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 0.75rem; font-size: 0.85rem; }
        .predictions .label { overflow-wrap: anywhere; }
        .predictions .value { color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
        .track { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--track); overflow: hidden; }
        .track span { display: block; height: 100%; min-width: 2px; border-radius: 3px; background: var(--bar); }
        .explained .label { font-weight: 600; }
        .explained .track span { background: var(--accent); }
        .target { font-size: 0.88rem; overflow-wrap: anywhere; }
        .target span { color: var(--quiet); font-size: 0.78rem; display: block; }

        .networks { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem 1.25rem;
          align-content: start; }
        .network { display: grid; grid-template-rows: subgrid; gap: inherit; align-items: start; min-width: 0; }
        .network > h3 { font-size: 1rem; overflow-wrap: anywhere; }

        .maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1rem;
          align-content: start; }
        .map { border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem; display: grid; gap: 0.7rem;
          align-content: start; min-width: 0; }
        .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 3.6rem; gap: 0.75rem;
          align-items: start; }
        .raw { grid-column: span 2; }
        .raw:only-child { grid-column: 1 / -1; }
        .stage { position: relative; }
        .stage svg { display: block; width: 100%; height: auto; border-radius: 6px; background: #000; }
        .layer { position: absolute; inset: 0; width: 100%; height: 100%; border-radius: 6px; }
        .fade { display: none; }
        .js .fade { display: grid; grid-template-columns: auto 1fr auto; gap: 0.5rem; align-items: center;
          font-size: 0.78rem; color: var(--quiet); margin-top: 0.35rem; }
        .measured { display: grid; grid-template-columns: minmax(0, 1fr) 3.6rem; gap: 0.75rem; }
        .measured img { width: 100%; height: auto; border-radius: 4px; display: block; align-self: start; }
        .measured img.coarse { image-rendering: pixelated; }
        .measured img.flat { height: 6rem; }
        .bar { display: flex; flex-direction: column; min-height: 6rem; }
        .strip { position: relative; flex: 1; width: 12px; }
        .tip { width: 12px; height: 8px; }
        .tip.up { clip-path: polygon(0 100%, 100% 100%, 50% 0); }
        .tip.down { clip-path: polygon(0 0, 100% 0, 50% 100%); }
        .tick { position: absolute; left: 12px; transform: translateY(50%); padding-left: 9px; font-size: 0.72rem;
          line-height: 1; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
        .tick::before { content: ""; position: absolute; left: 0; top: 50%; width: 5px; height: 1px;
          background: var(--quiet); }

        .sentence { margin: 0.2rem 0 0.6rem; line-height: 1.6; font-size: 1.05em; overflow-wrap: anywhere; }
        .passage { line-height: 1.9; overflow-wrap: anywhere; }
        .passage mark { border-radius: 4px; padding: 0.12rem 0.28rem; }
        .unknown { color: var(--quiet); font-size: 0.82rem; overflow-wrap: anywhere; }
        .quoted { width: 100%; aspect-ratio: 4 / 3; border-radius: 8px; background: var(--inset); padding: 0.5rem;
          overflow: hidden; color: var(--quiet); margin-bottom: 0.2rem; }

        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); gap: 0.4rem 1rem; }
        .wide { grid-column: 1 / -1; }
        .double { grid-column: span 2; }
        .warning { border: 1px solid var(--warn-line); background: var(--warn-page); color: var(--warn-ink);
          border-radius: 8px; padding: 0.4rem 0.7rem; font-size: 0.83rem; overflow-wrap: anywhere; }
        .notice { border: 1px solid var(--warn-line); background: var(--warn-page); color: var(--warn-ink);
          border-radius: 8px; padding: 0.8rem 1rem; font-size: 0.88rem; overflow-wrap: anywhere; }
        .notice.error { border-color: var(--error-line); background: var(--error-page); color: var(--error-ink); }
        .notice .hint { color: var(--ink); margin-top: 0.3rem; }
        footer { color: var(--quiet); font-size: 0.78rem; padding-block: 0.5rem 2rem; }

        @media (min-width: 60.01rem) {
          .subject { position: sticky; top: 4rem; }
        }
        @media (max-width: 60rem) {
          .columns { grid-template-columns: minmax(0, 1fr); }
          .subject { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 1.25rem; }
        }
        @media (max-width: 40rem) {
          .masthead, .toolbar, main, footer { padding-inline: 0.9rem; }
          .subject { grid-template-columns: minmax(0, 1fr); }
          .input { padding: 0.9rem; }
        }
        @media (max-width: 30rem) {
          .map { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 0.9rem 0 0; }
          .pair { grid-template-columns: minmax(0, 1fr); }
          .raw { grid-column: auto; }
          .measured { grid-template-columns: minmax(0, 60%) 3.6rem; }
        }
        @media print {
          :root { color-scheme: light; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .js .toolbar, .js .fade, .overview { display: none; }
          .input { content-visibility: visible; border: 0; padding: 0; }
          .map, .subject { break-inside: avoid; }
        }
        """
}
