/// The behaviour of a page of concepts: fading, filtering, theme. Without it everything but these is there.
enum ConceptScript {
    static let text = """
        "use strict";
        (() => {
          const root = document.documentElement;
          root.classList.add("js");
          const all = document.getElementById("fade-all");
          all.addEventListener("input", () => root.style.setProperty("--heat", all.value / 100));

          const filter = document.getElementById("filter");
          const matches = document.getElementById("matches");
          // Names can be given later, so what is searched is what is shown.
          const text = element => element.textContent.toLowerCase();
          const classes = [...document.querySelectorAll("section.class")].map(section => ({
            section,
            title: text(section.querySelector("h2")),
            link: document.querySelector(`.overview a[href="#${section.id}"]`),
            cards: [...section.querySelectorAll("article")].map(card => ({
              card, name: text(card.querySelector("h3")), chip: section.querySelector(`.chips a[href="#${card.id}"]`),
            })),
          }));
          const apply = () => {
            const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
            let count = 0;
            for (const { section, title, link, cards } of classes) {
              let shown = 0;
              for (const { card, name, chip } of cards) {
                const isMatch = words.every(word => name.includes(word) || title.includes(word));
                card.classList.toggle("hidden", !isMatch);
                chip?.classList.toggle("hidden", !isMatch);
                if (isMatch) shown += 1;
              }
              const isShown = shown > 0 || words.every(word => title.includes(word));
              section.classList.toggle("hidden", !isShown);
              link?.classList.toggle("hidden", !isShown);
              count += shown;
            }
            matches.value = words.length ? count + " shown" : "";
          };
          filter.addEventListener("input", apply);
          apply();

        \(Script.theme)
        })();
        """
}
