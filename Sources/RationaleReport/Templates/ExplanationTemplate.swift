/// One method's card: the map over the photo with its slider, the raw map with its colour bar, and the facts; of a text,
/// its words in the map's colours.
enum ExplanationTemplate {
    static let text = """
        {{% CONTENT_TYPE:RATIONALE_HTML}}
        <section class="map" aria-labelledby="{{id}}">
        <h3 id="{{id}}">{{title}}</h3>
        {{#map}}
        <div class="pair">
        {{#photo}}
        <figure class="overlay">
        <div class="stage">
        <svg viewBox="{{seenBox}}" aria-hidden="true"><use href="#{{photoID}}"/></svg>
        <img class="layer" loading="lazy" decoding="async" src="{{{layer}}}" \
        alt="Heat map of {{title}} over the photo, for {{target}}">
        </div>
        <label class="fade"><span>Photo</span>\
        <input type="range" min="0" max="100" value="100" aria-label="Opacity of the heat map, {{title}}">\
        <span>Heat map</span></label>
        </figure>
        {{/photo}}
        <figure class="raw">
        <div class="measured">
        <img class="{{#isCoarse}}coarse{{/isCoarse}}{{#isFlat}} flat{{/isFlat}}" loading="lazy" decoding="async" src="{{{raw}}}" \
        alt="Raw map of {{title}}, {{rawSize}} places">
        {{#bar}}
        \(bar)
        {{/bar}}
        </div>
        <figcaption>Raw map, {{rawSize}}, in {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}</figcaption>
        </figure>
        </div>
        {{/map}}
        {{#words}}
        <figure class="text">
        <div class="measured">
        <p class="passage" aria-label="Words coloured by {{title}}, for {{target}}">{{#words}}<mark \
        style="background:{{color}};color:{{ink}}" title="{{value}}">{{text}}</mark> {{/words}}</p>
        {{#bar}}
        \(bar)
        {{/bar}}
        </div>
        <figcaption>{{count}}, in {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}</figcaption>
        </figure>
        {{/words}}
        {{#notice}}
        <div class="notice" role="note">
        <strong>{{heading}}</strong>
        <p>{{message}}</p>
        {{#hint}}
        <p class="hint">{{hint}}</p>
        {{/hint}}
        </div>
        {{/notice}}
        {{#warnings}}
        <p class="warning" role="note">{{.}}</p>
        {{/warnings}}
        {{#hasFacts}}
        <dl class="facts">
        {{#facts}}
        <div{{#room}} class="{{room}}"{{/room}}><dt>{{term}}</dt>\
        <dd{{#isCode}} class="code"{{/isCode}}>{{detail}}</dd></div>
        {{/facts}}
        </dl>
        {{/hasFacts}}
        </section>

        """

    /// The colour bar.
    private static let bar = """
        <div class="bar" role="img" aria-label="{{spoken}}">
        {{#clipsAbove}}
        <i class="tip up" style="background:{{highColor}}"></i>
        {{/clipsAbove}}
        <div class="strip" style="background:linear-gradient(to top,{{gradient}})">
        {{#ticks}}
        <span class="tick" style="bottom:{{position}}%">{{text}}</span>
        {{/ticks}}
        </div>
        {{#clipsBelow}}
        <i class="tip down" style="background:{{lowColor}}"></i>
        {{/clipsBelow}}
        </div>
        """
}
