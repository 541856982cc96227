/// The document's beginning and end, around the inputs.
///
/// The content security policy lets the document load nothing from anywhere, whatever a file's name may contain.
enum PageTemplate {
    /// What comes before the body, of a view with `title` and `stylesheet`.
    static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        {{{stylesheet}}}
        </style>
        </head>
        """

    static let beginning = """
        {{% CONTENT_TYPE:RATIONALE_HTML}}
        \(head)
        <body>
        <a class="skip" href="#results">Skip to the results</a>
        <header class="masthead">
        <div class="headline">
        <h1>{{title}}</h1>
        <p class="summary">{{summary}}</p>
        </div>
        {{#hasRun}}
        <details class="run" open>
        <summary>About this run</summary>
        <dl>
        {{#run}}
        <div{{#isCode}} class="wide"{{/isCode}}><dt>{{term}}</dt>\
        <dd{{#isCode}} class="code"{{/isCode}}>{{detail}}</dd></div>
        {{/run}}
        </dl>
        </details>
        {{/hasRun}}
        {{#tables}}
        <section class="figures" aria-label="{{title}}">
        <h2>{{title}}</h2>
        <p class="summary">{{caption}}</p>
        <table>
        <thead><tr>{{#header}}<th scope="col">{{.}}</th>{{/header}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr>{{#.}}<td>{{.}}</td>{{/.}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </section>
        {{/tables}}
        </header>
        <div class="toolbar" role="group" aria-label="View">
        <label class="fade-all"><span>Photo</span>\
        <input id="fade-all" type="range" min="0" max="100" value="100" aria-label="Opacity of all heat maps">\
        <span>Heat maps</span></label>
        {{#isMany}}
        <label class="filter"><span>Filter</span>\
        <input id="filter" type="search" placeholder="file or class" autocomplete="off" spellcheck="false"></label>
        <output id="matches" class="matches" aria-live="polite"></output>
        {{/isMany}}
        <button id="theme" type="button" aria-label="Colour theme: as the system">Theme: auto</button>
        </div>
        <main id="results" tabindex="-1">
        {{#isMany}}
        <nav class="overview" aria-label="Inputs">
        {{#thumbnails}}
        <a class="thumbnail" href="#{{id}}" data-search="{{searchable}}">
        {{#place}}
        <svg viewBox="{{seenBox}}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">\
        <use href="#{{photoID}}"/></svg>
        {{/place}}
        {{#isBroken}}
        <span class="broken" aria-hidden="true">!</span>
        {{/isBroken}}
        {{#passage}}
        <span class="quoted" aria-hidden="true">{{.}}</span>
        {{/passage}}
        <span class="name"><bdi>{{name}}</bdi></span>
        <span class="caption"><span>{{caption}}</span>{{#value}} <span class="value">{{value}}</span>{{/value}}</span>
        </a>
        {{/thumbnails}}
        </nav>
        {{/isMany}}

        """

    static func end(script: String) -> String {
        """
        </main>
        <footer>Made by Rationale. This file is complete in itself and loads nothing.</footer>
        <script>
        \(script)
        </script>
        </body>
        </html>

        """
    }
}
