/// One method's card: its title, its block, its warnings and facts.
enum CardTemplate {
    static let text = """
        {{% CONTENT_TYPE:RATIONALE_HTML}}
        <section class="map" aria-labelledby="{{id}}">
        <h3 id="{{id}}">{{title}}</h3>
        {{{block}}}
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
}
