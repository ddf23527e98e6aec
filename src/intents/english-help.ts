import { type Pattern, whole } from './pattern.ts';

/** Questions about the bot. For normalised text: lower case, no apostrophes within words. */
const YOU = '(?:you|u|this|it|(?:the|this) (?:bot|app|service|thing|skill))';
const VIDEO =
  '(?:(?:a|the|my|an?|each|one|your|finished|final|exported) )*(?:videos?|clips?|exports?|results?|mp4s?|files?|uploads?|photos?|images?|pictures?)';
const FORMATS =
  '(?:(?:image|photo|picture|video|audio|music|file|media|output|input|export) )*(?:formats?|file ?types?|kinds? of (?:files?|photos?|media|images?|videos?)|types? of (?:files?|media|photos?)|files?|extensions?)';
const TAKE = '(?:take|accept|support|handle|work with|read|allow|eat|understand|output|export|like|need|want)';
const CONTROL =
  '(?:cancel|stop|start over|start a new (?:project|video|session)|reset|delete (?:my|all my) data|undo|re-?run|remove (?:a|one) request|change (?:the )?(?:skill|language)|use (?:a|another) skill|buy (?:more )?credits|get more credits|top up)';

export const ENGLISH_HELP: readonly Pattern[] = [
  whole('help', 'help.en.bare', 'help(?: me)?(?: out)?', '(?:show |list )?(?:all )?commands', 'instructions', 'usage'),
  whole(
    'help',
    'help.en.question',
    `what (?:can|could|do|does) (?:you|u|this|it|(?:the|this) bot)(?: actually)?(?: do| make| offer)?(?: for me| here)?`,
    `what (?:can|should|do) i do(?: (?:here|now|next|first|with (?:this|you|it)(?: bot)?))*`,
    `what (?:is|are|s) (?:this|you|this bot|this thing)(?: for)?|whats this(?: bot)?|who are you`,
    `how (?:do|can|should|to|would)(?: (?:i|we|you))? (?:use|operate|work with|start with) (?:this|you|it|(?:the|this) (?:bot|app|thing))(?: bot| thing)?`,
    `how (?:does|do) (?:this|it|you|(?:the|this) (?:bot|app|thing)|that)(?: thing| bot)? work`,
    `how (?:do|can|should) i (?:start|begin|get started)|where do i (?:start|begin)|get(?:ting)? started`,
    `(?:what are|show|list|tell me)(?: me)?(?: your| the| all| available)* (?:commands|features|options|functions|capabilities|possibilities)`,
    `(?:some |any |more )?help|(?:i )?(?:dont|do not) (?:know|understand) (?:what to do|how (?:this|it) works|how to use (?:this|it|you)|how to (?:start|begin))`,
  ),
  whole(
    'help',
    'help.en.formats',
    `(?:what|which) ${FORMATS} (?:do|can|does|are|is|will) (?:${YOU}|i|supported|accepted|allowed|possible|ok|okay)(?: (?:${TAKE}|use|upload|send|supported))?`,
    `(?:what|which) ${FORMATS} (?:should|must) (?:i|my (?:photos|files)) (?:use|upload|send|be)|(?:supported|accepted) ${FORMATS}|what (?:is|are) the (?:supported|accepted) ${FORMATS}`,
    `(?:do|can|does|will) ${YOU} (?:also )?(?:take|accept|support|handle|read|work with) (?:heic|jpe?g|png|gif|webp|mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac|pdf|raw|svg|videos?|photos?|music|audio|gifs|live photos)(?: (?:files?|photos?|images?|too|as well))*`,
    `can i (?:upload|send|use) (?:an? |my )?(?:heic|png|gif|webp|mov|avi|webm|mkv|mp3|wav|m4a|aac|raw|pdf|svg)s?(?: (?:files?|photos?|images?|too))*`,
    `is (?:heic|jpe?g|png|gif|webp|mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac) (?:supported|ok|okay|accepted|fine|allowed)`,
  ),
  whole(
    'help',
    'help.en.limits',
    `how (?:long|big|large|short|many|heavy) (?:can|may|could|should|must) (?:${VIDEO}|it|they|i)(?: (?:be|get|at most|at maximum|max|maximum|send|upload))*`,
    `how many (?:files?|photos?|images?|pictures?|videos?|clips?|songs?) (?:can|may|could|should) (?:i|you|we|it) (?:send|upload|use|add|take|handle|accept)(?: (?:you|at once|at a time|at most|in one message|max))*`,
    `(?:whats|what is|what are|is there|are there) (?:the |a |an |any )?(?:max|maximum|biggest|largest|longest|limits?|size limit|length limit|time limit|file size limit|upload limit)(?: (?:file |video |clip |photo |upload )?(?:size|length|duration|resolution|limit|number of (?:photos|files|images)))?(?: (?:on|for|of|to) .{2,25})?`,
    `(?:max|maximum) (?:file |video |clip |photo |upload )?(?:size|length|duration|resolution)|(?:file |size |length |upload )+limits?`,
    `(?:what|which) (?:resolution|quality|aspect ratios?|sizes?|fps|frame rate)(?: of video)? (?:do|can|does|will|is|are) (?:${YOU}|${VIDEO})(?: (?:make|support|export|output|be|in|deliver|give))*`,
  ),
  whole(
    'help',
    'help.en.price',
    `(?:is|are) (?:${YOU}|exports?|exporting) (?:for )?(?:free|paid|expensive)(?: (?:of charge|to use))?|(?:whats|what is) the (?:price|cost|pricing)(?: (?:of|for) ${VIDEO})?|pricing|prices`,
    `(?:how much|what|how many credits) (?:does|do|will|would|is|are) (?:${YOU}|${VIDEO}|an? (?:edit|export|generation|session|change)|exporting|using (?:this|you|it))(?: (?:cost|costs|charge|need|use|take|per video|each))*`,
    `do i (?:have|need) to pay(?: (?:for (?:this|it)|anything))?|how (?:do|can) i (?:buy|get|top up|earn)(?: (?:more|new|some))? credits`,
  ),
  whole(
    'help',
    'help.en.about',
    `are you (?:a |an )?(?:bot|robot|human|ai|real|person|real person|machine)|who (?:made|built|created|runs) you|whats your name|what is your name`,
    `what (?:are )?(?:can )?you (?:good at|able to do|capable of)|what(?:s| is) (?:possible|your purpose|reelay)|what (?:kinds? of|sort of|types? of) (?:videos?|edits?|things|effects) (?:can|do) (?:you|i) (?:make|do|create|edit)`,
    `(?:can|do) you (?:make|create|edit|do|animate) (?:videos?|photos?|clips?|movies)(?: from (?:photos?|images?|pictures?))?`,
    `(?:how (?:do|can|could|would|should) i|how to|can i|could i|may i|am i able to|is it possible to|is there (?:a|any) way to) ${CONTROL}(?: (?:it|this|a request|my request|the export|everything|that|my data))?`,
    `(?:will|do) you (?:delete|keep|store|save|forget) (?:my|our) (?:data|photos?|files?|videos?|images?|pictures?)`,
  ),
];
