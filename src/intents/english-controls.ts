import {
  ENGLISH_NUMBER,
  ENGLISH_ORDINAL,
  LANGUAGE,
  readLanguage,
  readPlace,
  readSkill,
  SPOKEN_LANGUAGE,
} from './arguments.ts';
import { type Pattern, whole, wholeWith } from './pattern.ts';

/** For normalised text: lower case, no apostrophes within words. */
const THE = '(?:the|my|our|this|that|your)';
const TRY = '(?:try|do|run|make|generate|create)';
const LAST =
  '(?:the|this|that|my) (?:(?:very )?(?:last|previous|same)|(?:same )?last) (?:one|request|prompt|thing|job|message|instructions?)';
const THING = `(?:it|this|that|the whole thing|${LAST})`;
const MORE_TIMES = '(?:again|once more|once again|one more time|another time|a second time)';

const SAME_WORDS =
  '(?:with|using|on|from) (?:exactly )?(?:the|that|my) same (?:prompts?|request|instructions?|words|wording|description|settings|brief)';

const VERSION = '(?:version|variation|variant|take|alternative|option)';
const OTHER = '(?:another|one more|an? (?:different|other|alternative)|some other)';
const OF_IT = '(?: (?:of|for) (?:it|this|that|(?:the|my|this) (?:video|clip|same)))?';
const OFFER = '(?:give|show|get|send|make|create|generate|do|see|have|try|render|produce)(?: me| us)?';

const WEB = '(?:web ?)?(?:browser|website|web|web editor|web app|chrome|safari)';
const PROJECT =
  '(?:it|this|that|(?:the |my |this |our )?(?:current )?(?:project|video|draft|timeline|edit|workspace)|(?:the |my )?(?:web|online|browser) (?:version|editor|view|page)(?: of (?:it|this|(?:the |my |this )?project))?)';
const LINK = '(?:(?:browser|web|website|online|web version|project|workspace|editor|share|sharing|nemo) )*(?:link|url)';
const FETCH = '(?:(?:give|send|get|share|copy|tell)(?: me| us)?|show (?:me|us))';

const NAME = '(?:[\\p{L}\\p{N}"-]+ ){1,6}?';
const TITLE = '(?:ai )?images?[ -](?:to|in)[ -]video(?:[ -]+(?:generator|king|hd|motion|deevid))*';
const CHOOSE = '(?:use|switch(?: over)? to|change(?: it)? to|try|activate|load|pick|choose|select|go with|enable|take)';

const DROP = '(?:remove|delete|cancel|drop|take|kick|pull|scrap|skip|get rid of)';
/** What the bot is busy with, not what runs in a video. */
const BUSY = '(?:running|doing|making|working on|rendering|exporting|generating|processing|cooking up)';
const AT_PRESENT = '(?: (?:now|right now|at the moment|currently|there))?';
const FROM_QUEUE = '(?: (?:out of|from|off(?: of)?|in)) (?:the |my |your )?(?:queue|waiting list|waiting line)';
const NO = '(?:number |no\\.? ?|nr\\.? ?|# ?|item |request |job |task )';

const ERASE = '(?:forget|delete|erase|wipe|clear|remove|purge|destroy)';
const THIS_CHAT = '(?:this|the|our) (?:chat|conversation|channel|group)';
const FOR_GOOD = '(?: (?:now|completely|entirely|for good|forever|permanently))?';

export const ENGLISH_CONTROLS: readonly Pattern[] = [
  whole(
    'rerun',
    'rerun.en',
    'again|once (?:more|again)|one more time|re-?run|re-?try|re-?generate',
    `${TRY} (?:${THING} )?${MORE_TIMES}`,
    `(?:re-?run|re-?try|re-?generate) (?:${THING}|the video)(?: ${MORE_TIMES})?|(?:repeat|re-?send|redo) (?:the |my )?(?:last|previous|same) (?:request|prompt|job|message|instructions?)`,
    `(?:${TRY}(?: ${THING})? ${MORE_TIMES}|(?:re-?run|re-?try|re-?generate)(?: ${THING})?) ${SAME_WORDS}|${TRY}(?: (?:it|this|that))? ${SAME_WORDS} ${MORE_TIMES}`,
    `(?:use )?(?:exactly )?(?:the |my )?(?:same|last|previous) (?:prompt|request|instructions?) ${MORE_TIMES}`,
    `(?:(?:do|run|make) )?(?:exactly )?(?:the )?same(?: thing| one)? (?:again|once more|one more time)|give it another (?:go|try|shot)`,
  ),
  whole(
    'variation',
    'variation.en',
    `(?:${OFFER} )?${OTHER} ${VERSION}${OF_IT}`,
    `${OFFER} (?:an? |a few |a couple of |some |new |more |fresh )*(?:variation|variant|alternative)s?${OF_IT}`,
    `(?:${OFFER} )?something different|(?:try|show me|give me) something else`,
    `variations?|(?:different|alternate|alternative) (?:version|variation|take)|vary (?:it|this|that)`,
  ),
  whole(
    'link',
    'link.en.browser',
    `open(?: ${PROJECT})?(?: up)? (?:in|on|with|using) (?:the |my |a |your )?${WEB}`,
    `(?:show|view|see|edit|continue|finish|go on)(?: (?:working on|with|on|editing))?(?: ${PROJECT})? (?:in|on) (?:the |my )?${WEB}`,
    '(?:take|send|bring) me to (?:the )?(?:browser|website|web editor|workspace|nemo(?:video)?)|(?:in )?(?:the |my )?browser',
    `(?:how|where) (?:do|can|could) i (?:open|see|edit|view|find|access|continue)(?: ${PROJECT})? (?:in|on) (?:the |my |a )?${WEB}`,
  ),
  whole(
    'link',
    'link.en.link',
    `(?:${FETCH} )?(?:the |my |a |your )?${LINK}(?: (?:to|for|of) (?:open )?${PROJECT})?(?: again| here)?`,
    `(?:(?:can|could|may) (?:i|we) (?:please )?)?(?:have|get|see|copy) (?:the |a |my |your )?${LINK}(?: (?:to|for|of) ${PROJECT})?`,
    `(?:whats|what is|wheres|where is|do you have|is there) (?:the |a |my |any )?${LINK}(?: (?:to|for|of) ${PROJECT})?`,
  ),
  whole(
    'skill',
    'skill.en.list',
    '(?:(?:show|list|tell|see)(?: me)? )?(?:(?:all|the|your|available|other|of) )*skills?(?: list)?',
    '(?:which|what)(?: other)? skills?(?: (?:are there|are available|do you (?:have|know|offer|support)|can i (?:use|choose|pick|try)|have you got|is (?:this|active|on|running|selected)|are you using|am i using))?(?: (?:now|right now))?',
    '(?:what|which) (?:is|are)(?: all)? (?:the|your|available)(?: (?:available|current|active))? skills?|(?:whats|what is) (?:the|my) (?:current|active) skill',
    '(?:switch|change|choose|pick|select)(?: the| my| a| another| to another| to a different)? skills?|another skill|how (?:do|can) i (?:switch|change|choose|pick)(?: the| my| a| between| to another| to a different)? skills?',
  ),
  wholeWith(
    'skill',
    'skill.en.choose',
    readSkill,
    `${CHOOSE} (?:the |an? )?(${NAME})skill(?: instead| now| from now on)?`,
    `(?:${CHOOSE} (?:the )?skill:?|skill:) ([\\p{L}\\p{N} "-]{2,40})`,
    '(?:switch|change|set)(?: the| my)? skill to (?:the )?([\\p{L}\\p{N} "-]{2,40}?)(?: skill)?',
    `(?:(?:switch(?: over)? to|change to|activate|load|use|select|choose) (?:the )?|skill )("?${TITLE}"?)(?: (?:skill|mode|profile))?(?: instead| now)?`,
  ),
  wholeWith(
    'language',
    'language.en.speak',
    readLanguage,
    `(?:speak|talk)(?: (?:to|with) (?:me|us))?(?: in)? (${LANGUAGE})(?: (?:to|with) (?:me|us))?(?: from now on| only| instead)?`,
    `(?:reply|answer|respond|write back|write to me|write me|chat|continue|communicate)(?: (?:to|with) (?:me|us)| me)?(?: only)? in (${LANGUAGE})(?: (?:from now on|only|instead|to me))*`,
    `(?:do|can) (?:you|u) (?:also )?(?:speak|understand|talk|know) (${LANGUAGE})`,
    `i (?:dont|do not|cant|cannot) (?:speak|read|understand) (?:english|chinese|mandarin)[ ,.!;]+(?:please )?(?:speak|use|in|reply in|answer in) (${LANGUAGE})`,
  ),
  wholeWith(
    'language',
    'language.en.switch',
    readLanguage,
    `(?:switch|change)(?: back)? to (${SPOKEN_LANGUAGE})(?: language)?(?: from now on| instead)?`,
    `(?:switch|change|set)(?: (?:the|your|my|this chats|bot|chat|interface|reply))* language(?: back)? (?:to|into) (${LANGUAGE})`,
    `language:? (${LANGUAGE})|use (${SPOKEN_LANGUAGE})(?: language)?(?: from now on| with me| to (?:reply|answer))?`,
  ),
  whole(
    'language',
    'language.en.list',
    'languages?(?: settings?)?',
    '(?:which|what) languages?(?: (?:do|can) you (?:speak|support|know|understand|talk|offer)| are (?:there|available|supported))',
    '(?:change|switch|set|choose|select)(?: (?:the|your|my|bot|chat))* languages?|how (?:do|can) i (?:change|switch|set)(?: (?:the|your|my))* language',
  ),
  whole(
    'forget',
    'forget.en',
    `${ERASE} (?:all(?: of)? )?(?:my|our|this chats) (?:stored |saved |personal |private |user |chat )*(?:data|(?:chat |conversation )history|(?:personal|user) (?:info|information))${FOR_GOOD}`,
    `${ERASE} (?:all|everything|what|all (?:the )?(?:data|information)|any data|the data) (?:(?:that )?you(?: have)? (?:know|have|store|stored|saved|keep|remember) )?(?:about|on) (?:me|us|${THIS_CHAT})${FOR_GOOD}`,
    `${ERASE} (?:all )?(?:the |stored )?data (?:of|from|about|for|in) ${THIS_CHAT}${FOR_GOOD}`,
    `forget (?:all )?about (?:me|this (?:chat|conversation))|forget (?:me|this (?:chat|conversation|channel|group))${FOR_GOOD}`,
  ),
  wholeWith(
    'remove',
    'remove.en',
    readPlace,
    `${DROP} (?:the )?(?:${NO}+(${ENGLISH_NUMBER})|([1-9]\\d?))${FROM_QUEUE}`,
    `${DROP} (?:the )?(${ENGLISH_ORDINAL})(?: (?:one|item|request|job|task|thing|entry))?${FROM_QUEUE}`,
    `(?:cancel|remove|delete|drop) (?:my |the |that |waiting |queued )*(?:request|job)(?: number| no\\.?)? ?#? ?(${ENGLISH_NUMBER})|cancel task ${NO}*(${ENGLISH_NUMBER})`,
    `(?:cancel|remove|delete|drop) (?:my |the )?(${ENGLISH_ORDINAL}) (?:waiting |queued )?(?:request|job)`,
    `cancel ${NO}*(${ENGLISH_NUMBER})|cancel the (${ENGLISH_ORDINAL})(?: one)?`,
  ),
  whole(
    'new',
    'new.en.bare',
    'new',
    'new (?:project|session|video|chat|conversation|draft|timeline)',
    'reset',
    'restart',
  ),
  whole(
    'new',
    'new.en.verb',
    `(?:start|begin|create|open|make)(?: up)?(?: a| an)? (?:brand )?(?:new|fresh|blank|another|empty) (?:project|session|draft|timeline|chat|conversation)`,
    `(?:start|begin)(?: on| with)? a (?:brand )?new (?:video|one|movie)`,
    `(?:start|begin)(?: all| everything)? (?:over|fresh|anew|from scratch|from zero|new)(?: again| from scratch)?|start again from scratch`,
    `(?:reset|restart|clear|discard) (?:everything|${THE}(?: whole)? (?:project|session|chat|conversation))`,
    `(?:scrap|forget|discard|delete) (?:it|this|that|everything|all of (?:it|this|that))(?: all)? and start (?:over|fresh|new|again)`,
  ),

  whole(
    'cancel',
    'cancel.en.bare',
    'cancel|abort|stop|halt',
    '(?:no )?never ?mind(?: that| it)?|nvm|forget (?:it|that|about it)|(?:no|wait|wait no) (?:stop|cancel)(?: it| that)?',
  ),
  whole(
    'cancel',
    'cancel.en.verb',
    `(?:cancel|stop|abort|halt)(?: it| that| this| everything| all| all of it| working| generating| processing| right there)+`,
    `(?:cancel|stop|abort|halt|interrupt|kill)(?: (?:the|this|my|that|current|running|last|doing|video))* (?:export(?:ing)?|render(?:ing)?|download(?:ing)?|upload(?:ing)?|requests?|jobs?|tasks?|process(?:ing)?|generation|generating|operation)`,
    `(?:cancel|stop|abort|halt|kill|interrupt|drop) (?:what|whatever)(?:(?: it is)? (?:you|u)(?:re| are| r)?(?: currently| still)? ${BUSY}|(?:s| is)(?: currently| still)? (?:running|being (?:made|rendered|exported|generated|processed)|rendering|exporting|processing|in progress|in the works))${AT_PRESENT}`,
    `(?:cancel|stop|abort|halt|kill|interrupt) (?:the |my )?(?:request|job|task|export|render|generation)(?:s)? (?:(?:that|which) (?:is|are) |thats )?(?:currently |now )?(?:(?:you are |youre )${BUSY}|running|in progress|underway|in the works)${AT_PRESENT}`,
    `(?:cancel|abort|stop) (?:the|my) (?:current|running|ongoing|active) (?:one|thing|process|work|run)${AT_PRESENT}`,
    '(?:i )?changed my mind',
  ),
];
