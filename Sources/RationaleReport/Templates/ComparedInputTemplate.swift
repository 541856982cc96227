/// One input: its photo, and beside it a column for each network with its answers and the cards of its methods.
enum ComparedInputTemplate {
    static let text = """
        {{% CONTENT_TYPE:RATIONALE_HTML}}
        <article id="{{id}}" class="input" aria-labelledby="{{id}}-name" data-search="{{searchable}}">
        <header><h2 id="{{id}}-name"><bdi>{{name}}</bdi></h2><span class="size">{{size}} pixels</span></header>
        <div class="columns">
        <div class="subject">
        {{#place}}
        <figure class="photo">
        <svg viewBox="0 0 {{photoWidth}} {{photoHeight}}" role="img" aria-label="Photo {{name}}">
        <image id="{{photoID}}" width="{{photoWidth}}" height="{{photoHeight}}" href="{{{source}}}"/>
        </svg>
        </figure>
        {{/place}}
        {{#note}}
        <p class="target">{{.}}</p>
        {{/note}}
        </div>
        <div class="networks">
        {{#columns}}
        <section class="network" style="grid-row:span {{rows}}">
        <h3>{{title}}</h3>
        \(InputTemplate.answers)
        {{#cards}}
        {{{.}}}
        {{/cards}}
        </section>
        {{/columns}}
        </div>
        </div>
        </article>

        """
}
