import { type Pattern, whole } from './pattern.ts';

/** For normalised text: lower case, no apostrophes within words. */
const THE = '(?:the|my|our|this|that|your)';
const VIDEO =
  '(?:videos?|clips?|movie|film|reel|mp4s?|files?|result|output|animation|final cut|version|edit|project|render|export)';
const KIND = '(?:(?:final|finished|complete|completed|new|latest|current|whole|full|edited|rendered|last|video) )*';
const DEFINITE = `(?:it|this|that|them|everything|(?:${THE} )${KIND}${VIDEO}(?: file| now)?)`;
const OBJECT = `(?:${DEFINITE}|${KIND}${VIDEO}(?: file)?)`;
const QUALITY =
  '(?:mp4|mp 4|video|file|(?:full )?hd|1080p?|(?:a |the )?(?:high|higher|best|highest|full|good)(?: quality| resolution| res)?)';
const FORMAT = `(?: (?:as|in|to|at|into|with) (?:an? |the )?${QUALITY}(?: file| video| format| quality| resolution)?)`;
const PLACE =
  '(?: (?:(?:to|with) (?:me|us)|here|over|to (?:my )?(?:phone|computer|device|gallery|camera roll|pc|laptop|desktop)|on my phone|in (?:this|the) chat))';
const TAIL = `(?:${FORMAT}|${PLACE})*(?: again| now| first| once more| one more time)?`;
const MAKE = '(?:(?:re-?)?export|download|render)';

const CREDITS = '(?:credits?|credits? balance|account balance|balance|quota)';
const LEFT = '(?: (?:left|remaining|available|now|right now|still left|today))*';
const I = '(?:i|we|you|u)';

const STATUS = '(?:status|state|progress)';
const LINE = '(?:tracks|timeline|track list|draft|project)';
const SHOW = '(?:show|list|see|view|display|check|get|give|tell|print|read)(?: me)?(?: out)?';
const OF = `(?: (?:of|on|for) (?:${THE} )?(?:video|project|timeline|export|render|edit|draft))?`;

const MEDIA =
  '(?:files?|photos?|images?|pictures?|pics?|videos?|clips?|songs?|music|audio|media|footage|selfies?|screenshots?)';
const SOME = '(?:(?:an?|my|some|another|more|new|these|this|one|other|a few|several|the|own|you|your) )*';

export const ENGLISH: readonly Pattern[] = [
  whole('export', 'export.en.bare', '(?:re-?)?export', 'download', 'render', 'mp4', 'the mp4'),
  whole(
    'export',
    'export.en.verb',
    `${MAKE}(?: ${OBJECT})?${TAIL}`,
    `(?:exporting|downloading|rendering) ${OBJECT}${TAIL}|re-?(?:run|try|do) (?:the )?(?:export|render|download)`,
    `(?:start|begin|do|run|hit|click|press|tap|trigger|make)(?: on)?(?: the| an?)? (?:video )?(?:export(?:ing)?|render(?:ing)?|download)(?: button)?`,
    `save (?:${THE} )?${KIND}(?:video|clip|movie|film|reel|mp4|animation)${TAIL}`,
    `save(?: (?:it|this|that))?(?:${FORMAT}|${PLACE})+`,
  ),
  whole(
    'export',
    'export.en.send',
    `(?:gimme|send|give|show|deliver|hand|post|share|sending)(?: (?:me|us))?(?: over)? (?:${DEFINITE}|${KIND}(?:videos?|mp4|movie|clip|reel)(?: file)?)${TAIL}`,
    `(?:get|drop|shoot)(?: (?:me|us)(?: over)? ${DEFINITE}${TAIL}| ${DEFINITE}(?: over)?${PLACE}${TAIL})|(?:get|drop) ${KIND}(?:video|mp4)`,
    `${THE} ${KIND}(?:video|mp4|movie|final cut)`,
  ),
  whole(
    'export',
    'export.en.question',
    `(?:can|could|may) ${I} (?:please )?(?:have|get|see|download|export|save|watch) ${DEFINITE}${TAIL}`,
    `(?:have|see|watch|get) ${THE} ${KIND}${VIDEO}`,
    `i (?:want|need|would like|wanna have)(?: to (?:have|get|see|watch))? ${THE} ${KIND}${VIDEO}${TAIL}`,
    `(?:how|where) (?:do|can|could|should|to|would) (?:i |we )?(?:export|download|get)(?: ${OBJECT})?${TAIL}`,
    `is there (?:any|a) way to (?:export|download|get|save) ${OBJECT}${TAIL}`,
  ),

  whole(
    'credits',
    'credits.en.bare',
    `(?:my |our |current |remaining )*${CREDITS}${LEFT}`,
    `(?:any|enough|remaining) credits?${LEFT}`,
  ),
  whole('credits', 'credits.en.show', `${SHOW} (?:my |our |the |current |remaining |available )*${CREDITS}${LEFT}`),
  whole(
    'credits',
    'credits.en.question',
    `(?:tell me |show me |check )?how (?:many|much)(?: of my| more)? (?:${CREDITS})(?: (?:do|did|have|has|are|is) (?:${I}|there))?(?: (?:still|currently|now))*(?: (?:have|got|left|remain))?${LEFT}`,
    `(?:tell me |show me |check )?how (?:many|much) ${CREDITS} (?:${I}|is|are|do)(?: (?:still|have|got|left|remaining|available|there|i))*`,
    `(?:tell me )?what(?:s| is| are) (?:my|the|our)? ?(?:current |remaining |available )*${CREDITS}${LEFT}`,
    `(?:do|have) (?:i|we) (?:still )?(?:have|got)? ?(?:any |enough |some )?credits${LEFT}`,
    `what(?:s| is) left (?:on|in|of) my (?:balance|account|credits)`,
    `(?:am i|are we|did i run) (?:out of|low on) credits`,
    `(?:is|are) there (?:still )?(?:any |enough )?credits${LEFT}`,
  ),

  whole(
    'timeline',
    'timeline.en.bare',
    '(?:the |my |current )*(?:tracks|timeline|track list)(?: (?:list|status))?',
    '(?:the )?(?:timeline |track )?(?:summary|preview)|(?:timeline|track|draft) (?:status|state)|project summary',
  ),
  whole(
    'timeline',
    'timeline.en.show',
    `${SHOW} (?:the |my |our |all |current |project |video )*${LINE}${OF}(?: (?:now|so far|again))*`,
    `(?:show|give|see|view)(?: me)? (?:an? |the )?(?:timeline |track )?(?:preview|summary)${OF}`,
    `(?:show|tell|see)(?: me)? what(?:s| is|s there| we have| i have| you have)?(?: (?:on|in) (?:the |my )?(?:timeline|video|project|tracks))?(?: so far| now)*`,
    `preview(?: (?:it|(?:the |my )?(?:video|timeline|project)))?(?: (?:on|in) (?:the |my )?timeline)?`,
  ),
  whole(
    'timeline',
    'timeline.en.question',
    `what(?:s| is| do (?:i|we) have)(?: currently| now)? (?:on|in) (?:the |my |our )?(?:current )?(?:timeline|tracks|video|project|draft)(?: (?:now|so far|right now|at the moment|currently|already))*`,
    `what (?:do|have) (?:we|i|you) (?:have|got|made|done)(?: so far| now| already)+`,
    `(?:what|which|how many) (?:tracks|clips|photos) (?:are there|do (?:i|we) have|are (?:on|in) (?:the |my )?(?:timeline|project|video))(?: (?:now|so far))?`,
    `(?:how|what) does (?:the|my) (?:timeline|draft|project) look(?: like)?(?: now| so far)*`,
    `how long (?:is|are|has) (?:the |my |our |this )(?:current )?(?:video|clip|timeline|draft|edit)(?: (?:now|right now|so far|currently|at the moment))*`,
  ),

  whole(
    'status',
    'status.en.bare',
    `(?:current |project |the |render |export |video |my |queue )*${STATUS}(?: (?:update|report|check))?`,
    '(?:still )?(?:exporting|rendering)|(?:any )?updates|any news|any (?:progress|update)(?: yet)?|(?:the |my )?queue',
  ),
  whole(
    'status',
    'status.en.show',
    `${SHOW} (?:the |my |our |all |current |project |video |export |render )*(?:${STATUS}|queue)${OF}`,
  ),
  whole(
    'status',
    'status.en.question',
    `what(?:s| is) (?:the |my )?(?:current |project )*${STATUS}${OF}(?: now| so far)*`,
    `what(?:s| is) (?:happening|going on|the progress|taking so long|up with (?:my|the) (?:video|export|render)|(?:still |currently )?(?:running|waiting|pending|queued)|(?:still |currently )?(?:in|on) (?:the|my) queue|next in (?:the )?(?:queue|line))(?: (?:now|right now|with (?:my|the) (?:video|export|render)))*`,
    `where are (?:we|you)(?: at)?(?: now)?|how far (?:are|is) (?:you|it|we)(?: along)?|what are you (?:doing|working on|up to)(?: (?:now|right now|at the moment))?`,
    `where(?:s| is) (?:my|the) (?:video|clip|mp4|export|file|result|render)`,
    `(?:is|are|has) (?:it|this|(?:my|the) (?:video|clip|export|render|rendering|mp4|upload)) (?:already |still |been )*(?:ready|done|finished|exported|rendered|complete|completed|exporting|rendering|processing|working|running)(?: yet| now| already)*`,
    `(?:are you )?(?:done|ready|finished|almost done)(?: yet)|are (?:you|we) (?:(?:done|ready|finished|almost done|there|still working|still there|working|busy|stuck|alive|still busy)(?: (?:yet|on (?:it|that|this|my video)|right now))*)`,
    `(?:did|have|has) (?:you|it) (?:already )?(?:export|exported|render|rendered|finish|finished)(?: it| yet| the video| already)*`,
    `how (?:long|much longer|much time)(?: (?:more|is|will|does|do|it|the|video|export|render|left|take|takes|need|i|have|to|wait|until|its|done|ready|still|remaining|be))*`,
    `hows (?:it|the video|my video|the export|the render)(?: going| coming(?: along)?| doing| looking)*`,
    `(?:how many|what|which) (?:(?:requests|jobs|tasks|things|are|is|other) )+(?:(?:are|is|do i have) )?(?:still |currently )?(?:waiting|pending|left|running|in (?:the|my) queue|before me|ahead of me|queued)(?: (?:now|right now|at the moment|in (?:the|my) queue))*|whats? my (?:place|position|spot)(?: in (?:the )?(?:queue|line))?`,
    `(?:(?:is|are) there |do (?:i|we) (?:still )?have |is )?(?:still )?any(?:thing| (?:more |other )?(?:requests?|jobs?|tasks?))(?: (?:of mine|else|more))?(?: thats?| that (?:is|are))?(?: still| left| currently)* (?:waiting|pending|queued|running|in (?:the|my) queue|in (?:the )?line)(?: (?:now|right now|at the moment|in (?:the|my) queue))*`,
  ),

  whole('upload', 'upload.en.bare', `upload(?:ing)?(?: ${SOME}${MEDIA})?(?: from my (?:phone|computer|gallery))?`),
  whole(
    'upload',
    'upload.en.question',
    `(?:how|where) (?:do|can|could|should|to|would) (?:i |we )?(?:upload|send|attach|share)(?: (?:you|${SOME}${MEDIA}))?(?: ${SOME}${MEDIA})?(?: to you| here)?`,
    `(?:can|may|could|should) (?:i|we) (?:upload|send|attach)(?: you)? ${SOME}${MEDIA}(?: here| to you)?`,
    `(?:send|add|attach) (?:you )?${SOME}(?:files?|photos?|images?|pictures?|pics?|media|footage) (?:to you|here)`,
    `here(?:s| is| are) (?:my|the|some|a few|more|another|one more|a)(?: new| other)? ${MEDIA}`,
  ),
];
