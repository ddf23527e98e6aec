/** The sentences in which the bot asks for a part of a batch and for another version, in its two languages. */
export const en = {
  variationPrompt:
    'Make another version of this video from the same material, with different motion, transitions and music. The request was: {what}',
  batchPrompt: 'Start over and make a new video of {name} only: {instruction}',
};
export const zh = {
  variationPrompt: '用同样的素材重新做一个版本，换不同的镜头运动、转场和音乐。原来的要求是：{what}',
  batchPrompt: '重新开始，只用 {name} 做一个新视频：{instruction}',
};
