import { noteInChinese } from './notes-zh.ts';
import type { Phrases } from './phrases.ts';
import { sayChinese } from './say-zh.ts';

/** The agent's Chinese. */
export const ZH: Phrases = {
  gap: '',
  alike: { openings: ['视频现在', '标题现在', '字幕现在'], and: '，' },
  newVersion: '新的版本做好了。',
  takenBack: '已撤销。',
  asBefore: '和刚才一样：',
  change: sayChinese,
  note: noteInChinese,
  screen: {
    export: ['点击右上角的“导出”按钮即可下载视频。', '满意后请点击右上角的“导出”。'],
    preview: ['您可以在时间线中预览效果。', '点击播放即可在时间线预览。'],
    music: ['打开“音乐”面板可以调整音量。', '打开“音乐”面板可以试听其他音乐。'],
    text: ['打开“文字”面板可以微调。', '在画布上拖拽文字可以移动位置。'],
    clips: ['在时间线上拖拽片段可以调整顺序。', '点击时间线上的片段可以微调。'],
    canvas: ['打开“画布”面板可以选择其他比例。'],
    upload: ['请点击“上传”按钮，或把文件拖拽到这里。'],
  },
};
