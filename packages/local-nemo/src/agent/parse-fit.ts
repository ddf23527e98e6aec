import { type Clause, type Context, clipCount } from './clauses.ts';
import { parseRepeat } from './parse-repeat.ts';
import { TIME } from './time.ts';

const PICTURE = '(?:photos?|pictures?|pics?|images?|videos?|clips?|thing|frame|one|shot)';
const FILL =
  /\bfill(?:s|ing)? (?:up )?(?:the |my )?(?:whole |entire |full )?(?:frame|screen|picture|phone|display)\b|\bfull[- ]?(?:screen|bleed|frame)\b|\bno (?:more )?(?:blurry |blurred |black |side )*(?:borders?|bars?|edges|sides|background)\b|\b(?:remove|without|get rid of|lose) (?:the |those )?(?:blurry |blurred |black |side )*(?:borders?|bars?|blur)\b|\bcrop (?:it |them |everything )?to fill\b|铺满|填满|占满|撑满|充满(?:屏幕|画面)|满屏|(?:不要|去掉|没有)[^,，]{0,6}(?:黑边|白边|边框|模糊(?:背景|边)?)/;
const WHOLE = new RegExp(
  `\\b(?:show|see|fit|display)\\b.{0,20}\\b(?:whole|entire|full|complete)\\b.{0,16}\\b${PICTURE}\\b|\\b(?:keep|use|want)\\b.{0,20}\\b(?:whole|entire|full|complete)\\b.{0,16}\\b(?:photos?|pictures?|pics?|images?)\\b|\\b(?:don'?t|do not|stop|no|without|never) (?:crop|cropping|cut(?:ting)? off|cut(?:ting)?(?= (?:the )?(?:heads?|sides?|edges)))(?:ped)?\\b|\\buncropped\\b|完整(?:显示|展示|的?照片|的?画面)?|(?:显示|展示|看到|露出)(?:完整|全图|全部|整张)|全图|(?:不要|别|不用|不想)(?:被)?(?:裁剪|裁切|裁|切掉|截掉)|留边`,
);
const SOFT =
  /\b(?:soft(?:en|er)?|feather(?:ed)?|smooth(?:er)?|fade)\b.{0,30}\b(?:edges?|borders?)\b|\b(?:edges?|borders?)\b.{0,30}\b(?:soft(?:en|er)?|feather(?:ed)?|smooth(?:er)?)\b|(?:边缘|边框|边).{0,6}(?:柔和|羽化|柔一点|虚化|过渡自然)|\bedges? (?:look|looks|are|is) (?:too )?(?:hard|harsh|sharp|rough)\b|羽化|柔和.{0,3}边/;
const SOFTEN_IT = /\bsoften (?:it|them|that|those)\b|柔和一?[点些]/;
const HARD = /\b(?:sharp|hard|crisp) edges?\b|边缘(?:清晰|锐利)/;
const BEAT =
  /\b(?:time|sync\w*|match|edit|align|cut)\b.{0,20}\b(?:to|with) (?:the )?(?:music|song|beats?|rhythm)\b|\b(?:to|on|with|match|matching|sync\w*)\b.{0,24}\b(?:beats?|rhythm)\b|\bbeat[- ]?sync\w*\b|\b(?:cuts?|photos?|pictures?|transitions?|switch\w*)\b.{0,20}\b(?:match|follow|sync|in time)\b.{0,16}\b(?:music|song|beats?|rhythm)\b|卡点|踩点|踩着?(?:音乐的?)?(?:节拍|节奏|鼓点)|(?:跟着?|按|配合|随着?|和|对上?)(?:音乐)?(?:的)?(?:节拍|节奏|鼓点)(?:切换|走|换|剪|同步|来)?/;

const CUT_OFF =
  /被(?:切|裁|截|挡)(?:掉|了|到)|\b(?:is|are|got|gets|was|'s) (?:being )?(?:cut off|cropped(?: off)?|chopped off)\b/;
/** What else can be whole or full. */
const OTHER =
  /\b(?:titles?|texts?|captions?|subtitles?|words?|music|song|sound|logo|zoom\w*)\b|标题|字幕|文字|音乐|镜头|放大|[\ue000-\ue0ff]/;

/** Reads how pictures fit the frame, repetition and cuts on the beat. */
export function parseFit(clause: Clause, context: Context): boolean {
  if (clipCount(context) === 0) return false;
  // "Don't cut off the cat, show the whole picture": the cat's.
  const footage =
    clause.has(/\b(?:videos|clips|footage)\b|视频/) && context.footage.length > 0 ? context.footage : 'all';
  const clips = clause.refsOrIt(context) ?? context.fitted ?? footage;
  if (Array.isArray(clips) && CUT_OFF.test(clause.text) && !WHOLE.test(clause.text)) {
    // A remark; what is wished for may follow.
    context.fitted = clips;
    clause.remark = true;
    return true;
  }
  if (clause.take(BEAT)) {
    clause.edit('length', { kind: 'beat', on: !clause.negated });
    return true;
  }
  if (OTHER.test(clause.text)) return parseRepeat(clause, context);
  if (SOFT.test(clause.text) || (context.topic === 'fit' && SOFTEN_IT.test(clause.text)))
    clause.edit('fit', { kind: 'soft-edge', on: true });
  else if (HARD.test(clause.text)) clause.edit('fit', { kind: 'soft-edge', on: false });
  else {
    const fit = FILL.test(clause.text)
      ? 'fill'
      : WHOLE.test(clause.text) && !TIME.test(clause.text)
        ? 'whole'
        : undefined;
    if (fit === undefined) return parseRepeat(clause, context);
    clause.edit('fit', { kind: 'fit', clips, fit });
    context.fitted = clips;
  }
  return true;
}
