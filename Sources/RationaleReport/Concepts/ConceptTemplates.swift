/// The page of discovered concepts.
enum ConceptTemplates {
    static let beginning = """
        \(PageTemplate.head)
        <body>
        <a class="skip" href="#results">Skip to the concepts</a>
        <header class="masthead">
        <div class="headline">
        <h1>{{title}}</h1>
        <p class="summary">{{summary}}</p>
        </div>
        <details class="run">
        <summary>How to read this page</summary>
        <div class="guide">
        <p>A <strong>concept</strong> is a group of regions that the network's layer sees alike, again and again in pictures of a class. \
        The patches are the regions nearest to its centre.</p>
        <p><strong>Importance</strong> is what the class loses ({{unit}}) when a region of the concept is painted over, with its 95 % \
        interval. <strong>TCAV</strong> is the fraction of the class's pictures whose score rises towards the concept; p is the \
        probability of such a score by chance, corrected for the number of concepts.</p>
        <p><strong>In its photo</strong>: left the region; right what each spot of the photo adds to the region's likeness with the \
        concept at the layer, by integrated gradients at the network's input: \
        <span class="scale"><span>against</span><i style="background:linear-gradient(to right,{{gradient}})"></i><span>for</span></span>. \
        The whole map adds up to the difference from a grey picture. Colour far from the region says that the network takes it for the \
        concept because of what is around it.</p>
        <p><strong>Distances</strong> of neighbours are in units of the concept's own spread: below about 2 the network hardly tells \
        the two apart.</p>
        </div>
        </details>
        {{#hasRun}}
        <details class="run">
        <summary>About this run</summary>
        <dl>
        {{#run}}
        <div{{#isCode}} class="wide"{{/isCode}}><dt>{{term}}</dt>\
        <dd{{#isCode}} class="code"{{/isCode}}>{{detail}}</dd></div>
        {{/run}}
        </dl>
        </details>
        {{/hasRun}}
        </header>
        <div class="toolbar" role="group" aria-label="View">
        <label class="fade-all"><span>Photo</span>\
        <input id="fade-all" type="range" min="0" max="100" value="100" aria-label="Opacity of all heat maps">\
        <span>Heat maps</span></label>
        <label class="filter"><span>Filter</span>\
        <input id="filter" type="search" placeholder="class or concept" autocomplete="off" spellcheck="false"></label>
        <output id="matches" class="matches" aria-live="polite"></output>
        <button id="theme" type="button" aria-label="Colour theme: as the system">Theme: auto</button>
        </div>
        <main id="results" tabindex="-1">
        {{#isMany}}
        <nav class="overview" aria-label="Classes">
        {{#entries}}
        <a class="thumbnail" href="#{{id}}">\
        <svg class="tile" aria-hidden="true">{{#sprite}}<use href="#{{.}}"/>{{/sprite}}</svg>\
        <span class="name"><bdi>{{title}}</bdi></span><span class="caption"><span>{{count}}</span></span></a>
        {{/entries}}
        </nav>
        {{/isMany}}

        """

    static let section = """
        <section id="{{id}}" class="class" aria-labelledby="{{id}}-name">
        <svg class="sprites" width="0" height="0" aria-hidden="true">
        {{#cards}}{{#sprite}}
        <symbol id="{{spriteID}}" viewBox="{{spriteBox}}"><image width="100%" height="100%" href="{{{.}}}"/></symbol>
        {{/sprite}}{{/cards}}
        </svg>
        <header><h2 id="{{id}}-name"><bdi>{{title}}</bdi></h2><span class="size">{{count}}</span></header>
        {{#sentences}}
        <p class="said">{{.}}</p>
        {{/sentences}}
        {{#isEmpty}}
        <p class="notice">No concept was found: nothing repeats itself often enough in the pictures of this class.</p>
        {{/isEmpty}}
        {{#isMany}}
        <nav class="chips" aria-label="Concepts of {{title}}">
        {{#cards}}
        <a href="#{{id}}"><svg class="tile" aria-hidden="true"><use href="#{{spriteID}}"/></svg>\
        <span><bdi data-concept="{{id}}">{{name}}</bdi>{{#importanceShort}}<small>{{.}}</small>{{/importanceShort}}</span></a>
        {{/cards}}
        </nav>
        {{/isMany}}
        {{#cards}}
        \(card)
        {{/cards}}
        </section>

        """

    private static let card = """
        <article id="{{id}}" class="card" aria-labelledby="{{id}}-name">
        <header><h3 id="{{id}}-name"><bdi data-concept="{{id}}">{{name}}</bdi></h3><span class="size">{{size}}</span></header>
        <div class="facets">
        <div class="measures">
        {{#importance}}
        <div class="measure"><span class="label">Importance</span><span class="value">{{text}}</span>\(bar)\
        <small>{{detail}}</small></div>
        {{/importance}}
        {{#sensitivity}}
        <div class="measure"><span class="label">TCAV</span><span class="value">{{text}}</span>\(bar)\
        <small>{{detail}}</small></div>
        {{/sensitivity}}
        {{#hasOwn}}
        <h4>Nearest of this class</h4>
        <ul class="neighbors">{{#ownNeighbors}}\(neighbor){{/ownNeighbors}}</ul>
        {{/hasOwn}}
        {{#hasOthers}}
        <h4>Nearest of other classes</h4>
        <ul class="neighbors">{{#otherNeighbors}}\(neighbor){{/otherNeighbors}}</ul>
        {{/hasOthers}}
        </div>
        <div class="looks">
        <ul class="patches" aria-label="Typical regions">
        {{#sprite}}<li><svg class="tile" role="img" aria-label="The most typical region"><use href="#{{spriteID}}"/></svg></li>{{/sprite}}
        {{#patches}}
        <li><img class="tile" loading="lazy" decoding="async" src="{{{source}}}" alt="{{label}}"></li>
        {{/patches}}
        </ul>
        {{#hasPlaces}}
        <h4>In its photo</h4>
        <div class="places">
        {{#places}}
        \(place)
        {{/places}}
        </div>
        {{/hasPlaces}}
        </div>
        </div>
        </article>
        """

    private static let bar = """
        <span class="gauge" aria-hidden="true"><i class="fill{{#isNegative}} against{{/isNegative}}" \
        style="left:{{left}}%;width:{{width}}%"></i><i class="zero" style="left:{{zero}}%"></i>\
        <i class="range" style="left:{{low}}%;width:{{span}}%"></i></span>
        """

    private static let neighbor = """
        <li><a href="#{{id}}"><svg class="tile" aria-hidden="true"><use href="#{{spriteID}}"/></svg>\
        <span><bdi data-concept="{{id}}">{{name}}</bdi><small>{{distance}} spreads</small></span></a></li>
        """

    private static let place = """
        <figure class="place">
        <div class="views">
        <svg viewBox="{{box}}" role="img" aria-label="The region in its photo">
        <defs><image id="{{photoID}}" width="{{width}}" height="{{height}}" href="{{{source}}}"/>\
        <clipPath id="{{clipID}}">{{#polygons}}<polygon points="{{.}}"/>{{/polygons}}</clipPath></defs>
        <use class="faded" href="#{{photoID}}"/><use href="#{{photoID}}" clip-path="url(#{{clipID}})"/>
        {{#polygons}}<polygon class="casing" points="{{.}}"/><polygon class="edge" points="{{.}}"/>{{/polygons}}
        </svg>
        {{#layer}}
        <svg viewBox="{{box}}" role="img" aria-label="What speaks for the concept in the photo">
        <use class="grey" href="#{{photoID}}"/><image class="heat" width="{{width}}" height="{{height}}" \
        preserveAspectRatio="none" href="{{{.}}}"/>
        {{#polygons}}<polygon class="trace" points="{{.}}"/>{{/polygons}}
        </svg>
        {{/layer}}
        </div>
        <figcaption>{{caption}}</figcaption>
        </figure>
        """
}
