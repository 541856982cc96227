/// The looks of a page of concepts, after those of every report.
enum ConceptStylesheet {
    static let text = """

        h4 { margin: 0; font-size: 0.78rem; font-weight: 400; color: var(--quiet); }
        ul { list-style: none; margin: 0; padding: 0; }
        small { color: var(--quiet); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
        .guide { display: grid; gap: 0.5rem; margin-top: 0.6rem; max-width: 56rem; font-size: 0.88rem; }
        .scale { display: inline-flex; align-items: center; gap: 0.4rem; white-space: nowrap; color: var(--quiet); font-size: 0.8rem; }
        .scale i { width: 6rem; height: 0.6rem; border-radius: 3px; border: 1px solid var(--line); }
        .sprites { position: absolute; }
        /* The published patches have this grey around the region, and so have these. */
        .tile { display: block; border-radius: 6px; background: #757575; object-fit: contain; }
        .overview .tile { aspect-ratio: 1; }
        .overview { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }

        .class { margin-bottom: 2.5rem; scroll-margin-top: 4rem; }
        .class > header { display: flex; align-items: baseline; gap: 0.75rem; margin: 1.5rem 0 0.4rem; }
        .class > header h2 { font-size: 1.35rem; letter-spacing: -0.01em; }
        .said { color: var(--quiet); font-size: 0.88rem; max-width: 60rem; margin-bottom: 0.5rem; }
        .chips { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.75rem 0 1rem; }
        .chips a, .neighbors a { display: flex; align-items: center; gap: 0.5rem; color: inherit; text-decoration: none;
          font-size: 0.82rem; line-height: 1.25; min-width: 0; }
        .chips a { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.3rem 0.75rem 0.3rem 0.3rem; }
        .chips a:hover, .neighbors a:hover bdi { color: var(--accent); }
        .chips .tile { width: 2.4rem; height: 2.4rem; flex: none; }
        .chips small, .neighbors small { display: block; }
        bdi { overflow-wrap: anywhere; }

        .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem 1.25rem 1.25rem;
          margin-bottom: 1rem; scroll-margin-top: 4rem; content-visibility: auto; contain-intrinsic-size: auto 430px; }
        .card:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
        .card > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; margin-bottom: 0.75rem; }
        .card h3 { font-size: 1.05rem; }
        .facets { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 1.75rem; align-items: start; }
        .measures { display: grid; gap: 0.6rem; }
        .measures h4 { margin-top: 0.35rem; }
        .measure { display: grid; grid-template-columns: 1fr auto; gap: 0.15rem 0.75rem; font-size: 0.85rem; }
        .measure .value { font-weight: 600; font-variant-numeric: tabular-nums; }
        .measure small, .gauge { grid-column: 1 / -1; }
        .gauge { position: relative; height: 8px; border-radius: 4px; background: var(--track); }
        .gauge i { position: absolute; top: 0; bottom: 0; }
        .gauge .fill { background: var(--accent); border-radius: 4px; min-width: 2px; }
        .gauge .against { background: var(--error-ink); }
        .gauge .zero { width: 1px; background: var(--quiet); }
        .gauge { overflow: clip; }
        .gauge .range { top: 3px; bottom: 3px; background: var(--ink); border-inline: 1px solid var(--ink); min-width: 1px; }
        .gauge .range::before, .gauge .range::after { content: ""; position: absolute; top: -2px; bottom: -2px; width: 1.5px;
          background: var(--ink); }
        .gauge .range::before { left: 0; }
        .gauge .range::after { right: 0; }
        .neighbors { display: grid; gap: 0.35rem; }
        .neighbors .tile { width: 2.2rem; height: 2.2rem; flex: none; }

        .looks { display: grid; gap: 0.6rem; min-width: 0; }
        .patches { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); gap: 0.5rem; max-width: 52rem; }
        .patches .tile { width: 100%; aspect-ratio: 1; height: auto; }
        .places { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 0.75rem 1.25rem; }
        .views { display: grid; grid-template-columns: 1fr 1fr; gap: 0.4rem; }
        .views svg { display: block; width: 100%; height: auto; border-radius: 6px; background: #fff; }
        .views .faded { opacity: 0.38; filter: grayscale(0.6); }
        .views .grey { opacity: 0.75; filter: grayscale(1); }
        .views .heat { opacity: var(--heat, 1); }
        .views polygon { fill: none; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
        .views .casing { stroke: #fff; stroke-width: 3.5px; }
        .views .edge { stroke: #1b1f27; stroke-width: 1.6px; }
        .views .trace { stroke: #1b1f27; stroke-width: 1px; stroke-dasharray: 3 2.5; stroke-opacity: 0.8; }
        @media (max-width: 60rem) {
          .facets { grid-template-columns: minmax(0, 1fr); }
          .measures { grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); align-items: start; }
          .measures h4 { margin: 0; grid-column: 1 / -1; }
          .neighbors { grid-column: 1 / -1; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); }
        }
        @media print {
          .card { content-visibility: visible; break-inside: avoid; }
        }
        """
}
