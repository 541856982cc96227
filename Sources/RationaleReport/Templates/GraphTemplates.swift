extension GraphPanelView {
    /// The photo, faded but for the regions, under the graph.
    static let drawingTemplate = """
        <svg class="drawn" viewBox="0 0 {{width}} {{height}}" role="group" aria-label="{{spoken}}">
        {{#photo}}
        <clipPath id="{{clipID}}">{{#regions}}{{#polygons}}<polygon points="{{.}}"/>{{/polygons}}{{/regions}}</clipPath>
        <svg class="faded" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" viewBox="{{seenBox}}" \
        preserveAspectRatio="none" aria-hidden="true"><use href="#{{photoID}}"/></svg>
        <g clip-path="url(#{{clipID}})"><svg x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" \
        viewBox="{{seenBox}}" preserveAspectRatio="none" aria-hidden="true"><use href="#{{photoID}}"/></svg></g>
        {{/photo}}
        {{#regions}}
        <g class="region {{style}}{{^isFound}} missing{{/isFound}}" aria-hidden="true">{{#polygons}}\
        <polygon class="casing" points="{{.}}"/><polygon class="edge" points="{{.}}" stroke="{{color}}"/>{{/polygons}}</g>
        {{/regions}}
        {{#arrows}}
        <g class="arrow" aria-hidden="true"><title>{{words}}</title>\
        <polyline class="casing" points="{{line}}" style="stroke-width:{{casing}}"/>\
        <polygon class="casing" points="{{head}}"/>\
        <polyline points="{{line}}" stroke="{{color}}" stroke-width="{{thickness}}"/>\
        <polygon points="{{head}}" fill="{{color}}"/></g>
        {{/arrows}}
        {{#leaders}}
        <polyline class="leader" points="{{line}}" aria-hidden="true"/><circle class="middle" cx="{{x}}" cy="{{y}}" r="2"/>
        {{/leaders}}
        {{#concepts}}
        <a id="{{nodeID}}" class="node {{style}}{{^isFound}} missing{{/isFound}}" href="#{{rowID}}" aria-label="{{spoken}}">\
        <title>{{spoken}}</title><circle class="halo" cx="{{x}}" cy="{{y}}" r="{{radius}}"/>\
        <circle class="disc" cx="{{x}}" cy="{{y}}" r="{{radius}}" fill="{{fill}}"/>\
        {{^isFound}}<circle class="ring" cx="{{x}}" cy="{{y}}" r="{{ring}}" stroke="{{color}}"/>{{/isFound}}\
        <text x="{{x}}" y="{{textY}}" fill="{{ink}}">{{mark}}</text></a>
        {{/concepts}}
        </svg>
        """

    /// The concepts in numbers, the most important first.
    static let tableTemplate = """
        {{#hasConcepts}}
        <div class="scroll" role="region" aria-label="{{heading}}: the concepts in numbers" tabindex="0">
        <table>
        <thead><tr><th scope="col">Concept</th><th scope="col">Found</th><th scope="col">Distance</th>\
        <th scope="col">Adds</th>{{#hasUsual}}<th scope="col">Usually</th><th scope="col">Excess</th>{{/hasUsual}}\
        {{#hasContrast}}<th scope="col" title="More than in pictures of the other class">Contrast</th>{{/hasContrast}}</tr></thead>
        <tbody>
        {{#concepts}}
        <tr id="{{rowID}}" class="{{style}}"><th scope="row"><span class="concept">\
        <span class="mark{{^isFound}} missing{{/isFound}}" style="background:{{fill}};color:{{ink}};--value:{{color}}" \
        aria-hidden="true">{{mark}}</span>\
        {{#here}}<svg class="patch" viewBox="{{box}}" role="img" aria-label="The region of {{name}} in this photo">\
        <use href="#{{photoID}}"/></svg>{{/here}}\
        {{#example}}<img class="patch" loading="lazy" decoding="async" src="{{{.}}}" alt="A typical region of {{name}}">{{/example}}\
        <span><a href="#{{nodeID}}">{{name}}</a><small>{{place}}</small></span></span></th>\
        <td>{{found}}</td><td>{{distance}}</td><td class="adds">{{contribution}}</td>\
        {{#hasUsual}}<td>{{usual}}</td><td>{{excess}}</td>{{/hasUsual}}\
        {{#hasContrast}}<td>{{contrast}}</td>{{/hasContrast}}</tr>
        {{/concepts}}
        </tbody>
        </table>
        </div>
        {{/hasConcepts}}
        {{^hasConcepts}}
        <p class="scores">This class has no concepts.</p>
        {{/hasConcepts}}
        {{#sums}}
        <p class="scores">{{.}}</p>
        {{/sums}}
        {{#hasRelations}}
        <details class="relations"><summary>{{relationsTitle}}</summary>
        <ul>{{#relations}}<li>{{.}}</li>{{/relations}}</ul>
        </details>
        {{/hasRelations}}
        """
}
