const FORMAT =
  /\b(vertical|portrait|horizontal|landscape|square|widescreen|aspect ratio|(?:9:16|16:9|1:1|4:5|4:3|21:9))\b|竖屏|豎屏|竖版|直式|横屏|橫屏|横版|方形|正方形|画面比例|畫面比例|9[:：]16|16[:：]9|1[:：]1/i;

/** True when the text speaks of the picture's format: after a generation that changed nothing, this is the likely reason. */
export function asksForFormat(text: string): boolean {
  return FORMAT.test(text);
}
