/// The document's behaviour: fading, filtering, theme. Without it everything but these is there.
enum Script {
    static let text = """
        "use strict";
        (() => {
          const root = document.documentElement;
          root.classList.add("js");
          const fades = [...document.querySelectorAll(".fade input")];
          const fade = input => {
            input.closest(".overlay").querySelector(".layer").style.opacity = input.value / 100;
            input.setAttribute("aria-valuetext", input.value + " %");
          };
          fades.forEach(input => input.addEventListener("input", () => fade(input)));
          const all = document.getElementById("fade-all");
          all.addEventListener("input", () => fades.forEach(input => { input.value = all.value; fade(input); }));

          const filter = document.getElementById("filter");
          if (filter) {
            const items = [...document.querySelectorAll("[data-search]")];
            const matches = document.getElementById("matches");
            const apply = () => {
              const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
              let count = 0;
              for (const item of items) {
                const isMatch = words.every(word => item.dataset.search.includes(word));
                item.classList.toggle("hidden", !isMatch);
                if (isMatch && item.matches("article")) count += 1;
              }
              matches.value = words.length ? count + " shown" : "";
            };
            filter.addEventListener("input", apply);
            apply();
          }

        \(theme)
        })();
        """

    /// The button that changes between the system's colours, light and dark.
    static let theme = """
          const theme = document.getElementById("theme");
          const themes = ["auto", "light", "dark"];
          const names = { auto: "as the system", light: "light", dark: "dark" };
          theme.addEventListener("click", () => {
            const next = themes[(themes.indexOf(root.dataset.theme || "auto") + 1) % themes.length];
            root.dataset.theme = next;
            theme.textContent = "Theme: " + next;
            theme.setAttribute("aria-label", "Colour theme: " + names[next]);
          });
        """
}
