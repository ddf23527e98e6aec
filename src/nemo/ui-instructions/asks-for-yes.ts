const EN_ASKS =
  /\b(?:please confirm|confirm (?:to|and i|if you|that you|so i)|(?:shall|should|may|can) i (?:go ahead|proceed|continue|start|begin|generate|create|render|apply)|(?:do|would) you (?:want|like) me to (?:go ahead|proceed|continue|start|begin|generate|create|render|apply)|let me know if (?:you(?:'d| would) like me to|i should) (?:go ahead|proceed|continue|start|begin|generate|create)|(?:reply|say|type|answer|respond)(?: with)? ["'“‘]?(?:yes|confirm|ok|go|continue|proceed)\b|are you (?:ok|okay|happy|fine) with (?:this|that|it)(?: plan)?|ready (?:to (?:go|proceed|start|begin|generate)|for me to (?:proceed|start|generate)))\b/i;
const ZH_ASKS =
  /请(?:您|你)?(?:先)?确认|(?:是否|要不要|需不需要|能否)(?:需要|让)?(?:我)?(?:现在|直接|就|立即|马上)?(?:继续|开始|生成|执行|应用|进行|渲染)|可以(?:现在|直接|就)?(?:开始|继续|生成|执行)[^，。]{0,6}吗|(?:需要|要)我(?:现在|直接|就)?(?:继续|开始|生成|执行|应用|渲染)[^，。]{0,8}吗|(?:回复|回答|输入)[“"「『]?(?:是|确认|好|继续|可以)/u;

/** The end of a reply that is searched, in UTF-16 units. */
const SEARCHED = 240;

/**
 * Whether a reply ends by waiting for a yes in plain words ("Shall I go ahead?", 是否继续？). What asks to choose or to tell
 * something is none: a yes would not answer it.
 */
export function asksForYes(text: string): boolean {
  const end = text.trimEnd().slice(-SEARCHED);
  const last = end.split(/(?<=[.!?。！？\n])\s*/u).findLast((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  if (last === undefined || CHOOSES.test(last)) return false;
  return EN_ASKS.test(last) || ZH_ASKS.test(last);
}

/** "Shall I create the first or the second?", "should I start with music or text?" */
const CHOOSES = /\b(?:or|which|what|how|when|where)\b|还是|哪|什么|怎么|多少/iu;
