"""The elements of HTML that an article may have, and what the others mean to a reader."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center details div dd dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
SPLIT = frozenset("br hr img wbr input col".split())  # have no end
OPEN_ENDED = frozenset("p li td th tr thead tbody tfoot dt dd option colgroup".split())  # need not be ended
OTHERS = frozenset(  # a browser knows them; their words are shown without them
    "area base button canvas col colgroup datalist dialog hgroup html head link map meta noscript optgroup option output "
    "param picture progress meter search select source svg template textarea title track menu dir".split()
)
DRAWN = frozenset("circle defs ellipse g line lineargradient path polygon polyline rect stop symbol use".split())
GIVEN = SPLIT | DRAWN | frozenset(("source", "link", "meta"))  # make no sense without attributes
LINKED = {"iframe": "src", "video": "src", "audio": "src", "embed": "src", "object": "data", "frame": "src"}
KNOWN = BLOCKS | INLINE | SPLIT | OTHERS | DRAWN | LINKED.keys()
SHOWN = BLOCKS | INLINE
ADMONITIONS = frozenset(
    "abstract admonition alert aside attention bug callout caution check cite danger error example fail failure faq help "
    "hint important info missing note notice prerequisites question quote seealso success tip tldr todo warning".split()
)
UNSAID = frozenset(("admonition", "alert", "aside", "callout", "notice"))  # kinds that say no kind
