import type { Voice } from './language.ts';
import { traditional } from './traditional.ts';

/** What a file turned out to be, as `core/media` says it, in Chinese. */
const CHINESE: Record<string, string> = {
  'a text file': '文本文件',
  'an XML file': 'XML 文件',
  'an SVG drawing': 'SVG 矢量图',
  'a web page (HTML)': '网页（HTML）',
  'a PDF': 'PDF 文档',
  'a ZIP archive': 'ZIP 压缩包',
  'a RAR archive': 'RAR 压缩包',
  'a 7-Zip archive': '7-Zip 压缩包',
  'a gzip archive': 'gzip 压缩包',
  'a tar archive': 'tar 归档',
  'a Word document': 'Word 文档',
  'an Excel sheet': 'Excel 表格',
  'a PowerPoint presentation': 'PowerPoint 演示文稿',
  'an old Office document': '旧版 Office 文档',
  'an OpenDocument text': 'OpenDocument 文档',
  'an e-book': '电子书',
  'a text document (RTF)': 'RTF 文档',
  'a Windows program': 'Windows 程序',
  'a program': '程序',
  'an Android app': '安卓应用',
  'a TIFF image': 'TIFF 图片',
  'a BMP image': 'BMP 图片',
  'an icon file': '图标文件',
  'a Photoshop file': 'Photoshop 文件',
  'a JPEG XL image': 'JPEG XL 图片',
  'a JPEG 2000 image': 'JPEG 2000 图片',
  'a raw camera photo': '相机 RAW 照片',
  'a FLAC audio file': 'FLAC 音频',
  'an Ogg audio file': 'Ogg 音频',
  'an Ogg video': 'Ogg 视频',
  'a Windows Media file': 'Windows Media 文件',
  'an AIFF audio file': 'AIFF 音频',
  'an AMR audio file': 'AMR 音频',
  'a MIDI file': 'MIDI 文件',
  'an MPEG audio file (not MP3)': '非 MP3 的 MPEG 音频',
  'a Flash video': 'Flash 视频',
  'a Flash file': 'Flash 文件',
  'an MPEG video': 'MPEG 视频',
  'an MPEG transport stream': 'MPEG 传输流',
  'a 3GP video': '3GP 视频',
  'a copy-protected audio file': '受版权保护的音频',
};

/** What a file turned out to be, in the user's language. */
export function fileKindText(voice: Voice, detected: string): string {
  if (voice === 'en') return detected;
  const chinese = inChinese(detected);
  return voice === 'zh-Hant' ? traditional(chinese) : chinese;
}

function inChinese(detected: string): string {
  const type = /^a file of the type (.+)$/.exec(detected)?.[1];
  const codec = /^a recording in the codec (.+)$/.exec(detected)?.[1];
  if (codec) return `${codec} 编码的音视频`;
  return CHINESE[detected] ?? (type ? `${type} 类型的文件` : '未知类型的文件');
}
