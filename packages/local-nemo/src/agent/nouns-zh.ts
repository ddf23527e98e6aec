/** Chinese words for what photos show, with the English words that files are called by. */
export const NOUNS_ZH: Record<string, readonly string[]> = {
  猫: ['cat', 'kitty', 'kitten'], 小猫: ['cat', 'kitty', 'kitten'], 猫咪: ['cat', 'kitty', 'kitten'], 狗: ['dog', 'puppy'],
  小狗: ['dog', 'puppy'], 狗狗: ['dog', 'puppy'], 海滩: ['beach'], 沙滩: ['beach'], 海边: ['beach', 'sea', 'coast'],
  海: ['sea', 'ocean', 'beach'], 大海: ['sea', 'ocean'], 暴风雨: ['storm'], 风暴: ['storm'], 暴雨: ['storm'], 山: ['mountain', 'mountains', 'hill'],
  湖: ['lake'], 河: ['river'], 花: ['flower', 'flowers', 'rose'], 树: ['tree', 'trees'], 森林: ['forest', 'woods'], 日落: ['sunset'],
  夕阳: ['sunset'], 日出: ['sunrise'], 雪: ['snow'], 城市: ['city', 'skyline'], 街: ['street'], 街道: ['street'], 房子: ['house', 'home'],
  厨房: ['kitchen'], 客厅: ['living', 'livingroom'], 卧室: ['bedroom'], 浴室: ['bathroom'], 花园: ['garden'], 车: ['car'], 船: ['boat', 'ship'],
  飞机: ['plane'], 火车: ['train'], 桥: ['bridge'], 蛋糕: ['cake'], 食物: ['food'], 咖啡: ['coffee'], 孩子: ['kid', 'kids', 'child', 'baby'],
  宝宝: ['baby'], 婚礼: ['wedding'], 生日: ['birthday'], 瓢虫: ['ladybird', 'ladybug'], 沙丘: ['dune', 'dunes'], 鸟: ['bird'], 马: ['horse'],
}; // biome-ignore format: a table
