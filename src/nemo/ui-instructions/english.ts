/** The English words of instructions about the user interface. Every pattern is for one clause, its quoted words masked. */

const LEAD =
  "(?:please|kindly|now|just|simply|then|next|finally|first|also|and then|and|or|so|but|either|always|directly|easily|still|manually|instead|tip|note|(?:next )?steps?(?: \\d+)?|here|(?:you|you'll then|you then) (?:can|may|could|might|should|must|will|need to|have to|want to|would like to|might want to|may want to|may need to|might need to|would need to|just need to|only need to)|(?:be|being) able to|you'(?:ll|d)(?: (?:need|have|want|like) to)?|(?:need|have|want|like) to|feel free to|go ahead(?: and)?|try|(?:be|make) sure (?:to|you)|remember to|(?:don't|do not) forget to|all you (?:need|have) to do is(?: to)?|all that's left is to|(?:i(?:'d| would)? )?(?:recommend|suggest)(?: that)?(?: you)?|(?:proceed|move on|continue) (?:to|with)(?: the)?|you(?: are|'re) (?:welcome|free|(?:now )?able|(?:now )?ready) to|let's|it's time to|whenever you(?:'re| are) ready|when(?: you(?:'re| are))? ready|once you(?:'re| are) (?:ready|happy|done)|(?:when|once|after|as soon as) you(?:'ve| have)?|could you|can you|would you|will you|would you mind|why not|how about|after|when|\\d+[.)])";
const LEADS = `(?:${LEAD}[ ,:]+){0,7}`;
const NOT =
  "(?:(?:please )?(?:(?:do not|don't)(?! forget)|never|avoid)|(?:there(?:'s| is) )?no need to|you (?:do not|don't|won't) (?:need|have) to|you needn't|without (?:having|needing) to)";
const PRESS =
  '(?:(?:left|right|double|single)[- ]?)?click(?:ing|ed)?(?! (?:sounds?|tracks?|effects?|noises?|animations?|rates?|baits?))(?!-)|tap(?:ping(?= (?:the|on|here|your|["“\\ue000])))?(?! danc|ping|s\\b|e)|(?:press(?:ing)?|hit(?:ting)?)(?= (?:the |on |["\'“‘「\\ue000]|your |ctrl|cmd|enter|space|(?:export|play|render|download|save|undo|redo|generate|apply|done|ok|confirm|share|publish|delete|split|stop|upload|continue|next|preview)\\b(?! (?:sounds?|quotes?|icons? (?:was|were|are|is)))))|pinch(?:ing)? (?:to zoom|in|out|on|with)|hold(?:ing)? (?:down )?(?:the )?(?:shift|ctrl|control|cmd|command|alt|option|space(?: ?bar)?)\\b(?: key)?|hover over|hovering over (?=(?:the|a|an|any|your|each) (?:[\\w-]+ ){0,3}(?:clip|track|button|icon|thumbnail|timeline|segment|layer|preview|title|text)\\b)|scroll (?:to|down|up|through)|swipe (?=left|right|up|down|to|through)|(?:refresh|reload)(?: to(?= (?:see|view)\\b)|(?:ing)? (?:the|your|this) (?:page|browser|editor|tab|window|timeline|preview))';
const DRAG =
  'drag(?:ging(?= (?:it|them|these|those|and|& |(?:the|your|this|that|each|any|a|an)(?: [\\w-]+){0,3} (?:clips?|tracks?|photos?|images?|pictures?|videos?|files?|sliders?|handles?|titles?|texts?|captions?|music|audio|edges?|playhead|layers?|segments?|scenes?|ends?|corners?|borders?|thumbnails?|transitions?|effects?|bars?|knobs?|points?)\\b))|ged(?! (?:by|along|across|around|behind|away|off|down|out|under|through|towards?|back|in|into|up|over|from)\\b))?(?:[- ](?:and|&|n|’n’)[- ]drop)?(?!-| (?:by\\b|effects?|transitions?|race|races|queens?|shows?)\\b)|drop (?:your|the|it|them|any|some|a|an|these|those|new|more)\\b(?=.*\\b(?:into|onto|to|on)\\b)|grab the (?:edge|handle|end|corner|playhead|clip|slider|left|right)';
const PLACE =
  'button|panel|controls?|(?:render|export|task|job) (?:queue|list)|(?:scissors|razor|blade|crop|split|trim|selection) tool|handles?|my projects|tab|menu|icon|toolbar|side ?bar|timeline|editor|inspector|library|properties|workspace|dashboard|drop-?down|slider|preview(?: window| panel| area| pane| screen)?|player|playhead|settings|account|billing|subscription|(?:top|bottom|upper|lower)[- ](?:right|left)(?: corner)?|dialog|pop-?up|(?:colou?r |font |emoji |date |file )?picker|eyedropper|swatch(?:es)?|check ?box|search bar|(?:text|title|music|audio|video|image|overlay|caption|subtitle|adjustment) layers?|layers panel|credits page|(?:your|remaining|the) (?:credits?|credit balance|balance|plan)|(?:the|this|your) page|canvas|thumbnail|mixer|(?:file|export|settings|account|menu|share|project|download|view)["”*]* [>→]|[>→] export|export (?:option|window|screen|page)|面板|按钮|按鈕|菜单|選單|时间[线轴]|時間[線軸]|选项卡|右上角';
const GO =
  'open(?:ing)?(?: up)?(?! with| on\\b)|go(?:ing)? (?:back )?(?:in)?to|head (?:over )?(?:in)?to|navigat(?:e|ing) (?:back )?to|switch(?:ing)? (?:over |back )?to|select(?! shots)|choose|pick|use(?= (?:the|your|this|my|an?|["“\\ue000]|export))|find(?! attached)|look (?:at|for|in|into|under)|take a (?:look|peek) (?:at|in)|have a look at|check(?: out| on)?|double-check|see|view(?! of)|visit|toggle|expand|adjust|change|edit|tweak|fine-?tune|access|play(?: back)?|watch|preview|review|locate|return to|jump to|hit|press|manage|top up|upgrade|close|notice|scrub(?: through)?|zoom (?:in|out)(?: on)?|log ?in to|sign in to|inspect|browse|monitor|explore';
const WHAT =
  '(?:the|your|my|this|that)(?: [\\w-]+){0,2} (?:video|clip|file|project|result|work|movie|film|mp4|creation|edit|version|animation|reel|slideshow|cut|masterpiece)';
const TAKE = `(?:export|download|render|save)(?:ing)?(?: (?:and|&) (?:share|download|save|export))?(?= (?:it|this|that|${WHAT}|now|when|whenever|as|anytime|any time|directly|right away)\\b|[\\s.!]*$)`;
const WATCH =
  '(?:preview|play back|play|watch|scrub through)(?= (?:it|this|your|now|what|the (?:result|video|clip|changes|edit|new|final|whole|full|finished|updated))\\b|[\\s.!]*$)';
const STRONG_PLACE =
  'timeline|editor|panel|inspector|preview (?:window|panel|area|pane)|toolbar|side ?bar|workspace|player|(?:settings|properties|export|text|audio|effects|media) (?:tab|menu|section)';
/** What only a screen, a mouse or a keyboard has. */
const CONTROL =
  '(?:knob|dial|fader|gizmo|(?:bounding|transform|selection) box|anchor point|corner pin|magnifier|slider|handle|icon|toggle|check ?box|drop-?down(?: (?:menu|list))?|context menu|(?:eye)?dropper(?: tool)?|(?:arrow|space|delete|backspace|shift|escape|enter) keys?|(?:space ?bar)|mouse(?: (?:wheel|button))?|scroll wheel|keyboard(?: shortcuts?)?|shortcuts?|(?:ctrl|cmd|control|command|alt|shift|option) ?\\+ ?\\w+)s?';
const READY =
  '(?:ready|done|happy|satisfied|good|needed|finished|with (?:it|the result|everything)|like it|(?:download|export|save) (?:it|the video|your video))';

/** What opens an instruction: nothing else may stand before it in its clause. */
export const ENGLISH_UI = [
  `^${LEADS}(?:${NOT} )?(?:${PRESS}|${DRAG})(?![\\p{L}])`,
  `^(?:if|when|once|after|whenever|as soon as|to)(?: [^ ,]+){0,6}? ${READY},? ${LEADS}(?:${PRESS})(?![\\p{L}])`,
  `^if you (?:${PRESS}|open)\\b`,
  `^${LEADS}(?:${NOT} )?(?:${GO}) (?!.*\\bin(?:to)? the (?:video|clip|film|scene|shot|footage|photo|image|frame)\\b).*(?<![\\p{L}-])(?:${PLACE})(?![\\p{L}-])`,
  `^${LEADS}(?:${NOT} )?(?:${TAKE})`,
  `^(?:${LEAD}[ ,:]+){0,7}(?:${WATCH})`,
  "^(?:you(?:'ll| will| can) (?:find|see|notice) )?(?:the |an? )?[\"'“‘\\ue000]*(?:export|download|undo|share|render|settings|preview)[\"'”’\\ue000]* (?:button|panel|tab|menu|icon|option)\\b.*\\b(?:is|can be|sits|located|in|at|on)\\b(?! (?:now )?(?:red|green|blue|white|black|bigger|larger|smaller|animated|highlighted))",
  '^(?:you|it|they|this|that|everything|(?:the|your) (?:video|clip|file|project|result|changes?))\\b.*\\b(?:can|could|may)\\b.*\\b(?:by (?:clicking|tapping|pressing|dragging|hitting)|(?:via|using|through|with|from|in|under) the [^,]*\\b(?:button|panel|tab|menu|slider|toolbar|inspector|picker|eyedropper|drop-?down))\\b',
  '^(?!(?:i|we|he|she|they|someone|viewers?|users?)\\b)[^,]*\\bby (?:clicking|tapping|pressing|dragging|hitting) (?:on )?(?:the |["\'“‘\\ue000])',
  '^(?:the |your )?(?:\\w+ )?(?:video|result|clip|it)?\\s*(?:is |are )?(?:now )?(?:ready |available )?(?:to|for) (?:preview|review|view)(?:ing)? (?:it )?(?:in|on) (?:the|your) (?:timeline|editor)',
  '^(?:the|your) [^,]{1,40} (?:is|are|lives?|sits?|can be found|appears?) (?:now )?(?:located )?(?:in|under) the (?:media|audio|text|effects?|adjustments?|transitions?|export|music|captions?|titles?|project|assets?) (?:panel|tab|library|menu)',
  `^(?:in|on|from|under|inside|within) (?:the|your) (?:[\\w\\ue000"“”'-]+ ){0,3}(?:${STRONG_PLACE})\\b(?: on the (?:left|right))?,? ${LEADS}(?:${NOT} )?(?:${PRESS}|${DRAG}|set|click|${GO})\\b`,
  `^${LEADS}(?:select|choose|pick|highlight) (?:the|your|a|any|each) (?:[\\w-]+ ){0,3}(?:layer|track|segment|keyframe)s?\\b(?: (?:on|in|from|at) the \\w+)?$`,
  `^${LEADS}(?:${NOT} )?(?:use|move|turn|rotate|push|slide|adjust|(?:un)?mute|toggle|change|set|edit|find|(?:un)?lock|resize|hide|show|zoom|choose|pick|try|undo|redo|delete|remove|split)\\b(?! to (?:a|the) )[^,]*(?<![\\p{L}-])${CONTROL}(?![\\p{L}-])`,
  `^${LEADS}(?:go(?:ing)? to|open|choose|select|head to|navigate to|use|under|via|through) [^,]{1,60}[\\p{L}"”] ?[>→›»] ?["“]?\\p{L}`,
  `^${LEADS}(?:select|choose|pick) ["“\\ue000]?(?:generate|create|confirm|continue|apply|proceed|start|begin)\\b[^,]{0,30} to (?:continue|proceed|start|begin|generate|create|go on|confirm|render)`,
  `^${LEADS}press(?:ing)? (?:the )?(?:[a-z]|f\\d{1,2}|delete|backspace|escape|shift)(?: key)?(?: (?:to|and|on|for)\\b|$)`,
  `^${LEADS}(?:un)?lock (?:the|your) (?:[\\w-]+ ){0,2}(?:tracks?|layers?)\\b`,
  '^(?:the|your) (?:live )?(?:preview|playback) (?:window|panel|area|pane|player|screen)\\b.*\\b(?:shows?|displays?|updates?|reflects?|plays?)\\b',
  '^(?:the |your )?(?:(?:final|finished|new) )?(?:export|download|video|file|result|clip|mp4)\\b.*\\b(?:is|are) (?:now )?(?:available|accessible|located|waiting|found)\\b.*\\b(?:via|using|through|from|in|under|behind) (?:the|your) [^,]*\\b(?:button|panel|tab|menu|toolbar|icon|option)\\b',
].map((source) => new RegExp(source, 'iu'));

export const ENGLISH_NOT = `^${LEADS}${NOT}\\b`;
export const ENGLISH_DRAG = `\\bdrag(?:ging|ged)?\\b|^${LEADS}(?:drop|grab)\\b`;
export const ENGLISH_REQUEST = /^(?:could|can|would|will) you (?!like|prefer|want)|^why not|^how about/iu;
export const ENGLISH_GESTURE = new RegExp(`^${LEADS}(?:${NOT} )?(?:${PRESS}|${DRAG})(?![\\p{L}])`, 'iu');

/** Where "and", "or" or "then" begins an instruction of its own. */
export const STARTS_ENGLISH = `(?=${LEADS}(?:${NOT} )?(?:${PRESS}|${DRAG}|${GO}|${TAKE}|${WATCH})(?![\\p{L}]))`;

export const ENGLISH_CONDITION =
  /^(?:and |so |then )?(?:if|when|whenever|once|after|as soon as|in order to|to|for|before|should you)\b|^from (?:there|here)$|^(?:as|if) (?:needed|you like|you prefer|desired)$/iu;
export const ENGLISH_CONSEQUENCE =
  /^(?:and |then |so )*(?:(?:your|the|it|it'll|this|that|you|you'll|nemo)\b.*\b(?:download|export|save|start|appear|mp4|render|see|get|begin|preview|done|set|hear)\w*|i(?:'ll| will) (?:start|begin|continue|proceed|go on|get (?:going|started))\b|wait\b|enjoy (?:it|your|the)|enjoy$|share it|that's it|then (?:on )?(?:the )?[^ ]+(?: [^ ]+)?$|between (?:the|clip|photo)\b|which you can (?:open|find|access)|to (?:download|export|save|see|get|preview|share|make|view|listen)|(?:choose|select|pick|set|type|enter|confirm|adjust|change|lower|raise|increase|decrease|press|hit|look|find|save|export|download|render|drag|drop|release|hold)\b)/iu;
export const ENGLISH_OTHER_WISH =
  /\b(?:change|adjust|edit|tweak|fine-?tune|fix|undo|modify|replace|remove|swap|trim|set the|for more (?!credits)|customi[sz]e|reorder|rearrange|wrong|not happy|don't like|do not like|doesn't|isn't|later|delete|split)\b/iu;

/** Another than the user does what follows, so a bare verb after "and" is not addressed to the user. */
export const OTHER_SUBJECT =
  /^(?:[^,]*\b(?:so (?:that )?|lets? |makes? |asks? |tells? |for ))?(?:viewers?|users?|customers?|people|the audience|visitors?|shoppers?|everyone|anyone|someone|he|she|they|.*\b(?:shows?|explains?|demonstrates?|teaches) (?:\w+ )?how to|the (?:user|viewer|hero|man|woman|girl|boy|character|cursor|hand|shopper|customer))\b/iu;
/** What the user may say, or the agent does; a bare verb after "and" goes on with it. */
export const SPEECH =
  /\b(?:(?:ask|tell|want|like|need|have|for) (?:me|us) to|let me (?!know)|(?:just )?(?:say|type|reply|write)|(?:i|we) (?:can|could|will|would|may|might|must|should)|(?:i|we)'(?:ll|d)|i'm (?:about|going) to)\b/iu;
