/** What orders speak of: parts of a video, and what is done to them. */
const ORDERED =
  /\b(?:put|write|add|use|remove|delete|drop|replace|change|set|turn|swap|mute|crop|blur|loop|skip|text|txt|titles?|captions?|subtitles?|labels?|words?|fonts?|music|songs?|beats?|sounds?|audio|voices?|logo|watermark|cuts?|transitions?|fad(?:e|es|ing)|zoom\w*|pan|pans|panning|slow\w*|fast\w*|speed|order|black and white|colou?rs?|filters?|effects?|vertical|square|landscape|seconds?|secs?|longer|shorter|bigger|smaller|louder|quieter|without|only|prices?)\b|写|字|标题|音乐|歌|曲|配|声|卡点|logo|水印|转场|过渡|运镜|镜头|先放|再放|顺序|黑白|滤镜|特效|静音|不要|跳过|秒|删|换成|改成|竖|横屏/i;
/** What only the order for a video that is there already speaks of. */
const PLACED =
  /\b(?:show|move|photos?|pics?|pictures?|images?|clips?|video|first|last|next|before|after|start|begin|end)\b|\d|第|最后|开头|结尾|放|移|加|调|快|慢|长|短|大|小|亮|暗/i;

/** Whether words that nobody understood may have asked for something, rather than told of it. @param text folded */
export function mayBeWish(text: string, isFirst: boolean): boolean {
  return ORDERED.test(text) || (!isFirst && PLACED.test(text));
}
