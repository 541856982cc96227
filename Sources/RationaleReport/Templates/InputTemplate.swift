import RationaleCore

/// One input: its photo or text, and predictions, and the cards of its methods; or what went wrong.
enum InputTemplate {
    static let text = """
        {{% CONTENT_TYPE:RATIONALE_HTML}}
        <article id="{{id}}" class="input" aria-labelledby="{{id}}-name" data-search="{{searchable}}">
        <header><h2 id="{{id}}-name"><bdi>{{name}}</bdi></h2>\
        {{#photo}}<span class="size">{{size}} pixels</span>{{/photo}}{{#passage}}<span class="size">{{size}}</span>{{/passage}}\
        {{#tensor}}{{#shape}}<span class="size">{{.}}</span>{{/shape}}{{/tensor}}</header>
        {{#failure}}
        <div class="notice error" role="note">
        <strong>This input could not be explained</strong>
        <p>{{message}}</p>
        {{#hint}}
        <p class="hint">{{hint}}</p>
        {{/hint}}
        </div>
        {{/failure}}
        {{#photo}}
        <div class="columns">
        <div class="subject">
        {{#place}}
        <figure class="photo">
        <svg viewBox="0 0 {{photoWidth}} {{photoHeight}}" role="img" aria-label="Photo {{name}}">
        <image id="{{photoID}}" width="{{photoWidth}}" height="{{photoHeight}}" href="{{{source}}}"/>
        {{#isCropped}}
        <path class="unseen" fill-rule="evenodd" d="M0 0H{{photoWidth}}V{{photoHeight}}H0Z\
        M{{seenX}} {{seenY}}h{{seenWidth}}v{{seenHeight}}h-{{seenWidth}}z"/>
        <rect class="seen" x="{{seenX}}" y="{{seenY}}" width="{{seenWidth}}" height="{{seenHeight}}"/>
        {{/isCropped}}
        </svg>
        {{#isCropped}}
        <figcaption>The frame is what the network saw.</figcaption>
        {{/isCropped}}
        </figure>
        {{/place}}
        \(answersAndMaps)
        </div>
        </div>
        {{/photo}}
        {{#passage}}
        <div class="columns">
        <div class="subject">
        <p class="passage">{{text}}</p>
        {{#unknown}}
        <p class="unknown">Unknown to the network: {{.}}</p>
        {{/unknown}}
        \(answersAndMaps)
        </div>
        </div>
        {{/passage}}
        {{#tensor}}
        <div class="columns">
        <div class="subject">
        \(answersAndMaps)
        </div>
        </div>
        {{/tensor}}
        </article>

        """

    /// What the network answers, and the cards of its methods; the same for all kinds of inputs.
    private static let answersAndMaps = """
        \(answers)
        </div>
        <div class="maps">
        {{#explanations}}
        {{{.}}}
        {{/explanations}}
        """

    /// What a network answers.
    static let answers = """
        <div class="answers">
        {{#hasBars}}
        <h3>Prediction</h3>
        <ol class="predictions">
        {{#bars}}
        <li{{#isExplained}} class="explained"{{/isExplained}}><span class="label">{{label}}</span>\
        <span class="value">{{text}}</span>{{#width}}<span class="track"><span style="width:{{width}}%"></span></span>{{/width}}</li>
        {{/bars}}
        </ol>
        {{/hasBars}}
        {{#target}}
        <p class="target"><span>Explained</span> {{target}}</p>
        {{/target}}
        </div>
        """
}
