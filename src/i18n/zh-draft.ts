/** What is said of a draft's details, in Chinese. */
export const zhDraft = {
  changeDetail: '🎚 {name}：{field} {before} → {after}',
  changeDetailSet: '🎚 {name}：{field}现在是 {after}',
  changeDetailUnset: '🎚 {name}：{field}不再是 {before}',
  valueOn: '开',
  valueOff: '关',
  fieldFit: '画面',
  fieldDesign: '文字样式',
  fieldSpeed: '速度',
  fieldIn: '文件内起点（毫秒）',
  fieldSoftEdge: '柔边',
  fieldSize: '大小',
  fieldColor: '颜色',
  fieldLook: '色调',
} as const;
