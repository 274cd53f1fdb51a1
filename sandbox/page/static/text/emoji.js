// Emoji by their short names: the common ones; an unknown name is shown as :name:.

const TABLE = `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|eyes 👀|tada 🎉|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|warning ⚠️
rotating_light 🚨|fire 🔥|heart ❤️|rocket 🚀|wave 👋|pray 🙏|raised_hands 🙌|clap 👏|muscle 💪|thinking_face 🤔|smile 😄|smiley 😃|grinning 😀|slightly_smiling_face 🙂
joy 😂|laughing 😆|wink 😉|blush 😊|sunglasses 😎|sob 😭|cry 😢|disappointed 😞|sweat_smile 😅|neutral_face 😐|open_mouth 😮|scream 😱|rage 😡|sleeping 😴
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫
large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬
pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|lock 🔒|unlock 🔓|key 🔑|hammer 🔨|wrench 🔧|mag 🔍|scales ⚖️|gear ⚙️|hammer_and_wrench 🛠️|toolbox 🧰|bug 🐛
memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|page_facing_up 📄|books 📚|book 📖|bookmark 🔖|calendar 📅|date 📅|spiral_calendar_pad 🗓️|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊
clock1 🕐|clock3 🕒|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|hourglass ⌛|hourglass_flowing_sand ⏳|watch ⌚|zap ⚡|star ⭐|star2 🌟|sparkles ✨|bulb 💡|100 💯
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrows_counterclockwise 🔄|repeat 🔁|information_source ℹ️|question ❓|exclamation ❗|heavy_exclamation_mark ❗|grey_question ❔|no_entry ⛔|no_entry_sign 🚫|stop_sign 🛑|construction 🚧
phone ☎️|telephone_receiver 📞|email 📧|envelope ✉️|inbox_tray 📥|outbox_tray 📤|package 📦|computer 💻|desktop_computer 🖥️|floppy_disk 💾|globe_with_meridians 🌐|earth_africa 🌍|cloud ☁️|sunny ☀️|snowflake ❄️|rainbow 🌈
coffee ☕|pizza 🍕|beer 🍺|beers 🍻|cake 🍰|birthday 🎂|gift 🎁|trophy 🏆|medal 🏅|dart 🎯|art 🎨|robot_face 🤖|ghost 👻|skull 💀|facepalm 🤦|shrug 🤷|handshake 🤝|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|ok_hand 👌|v ✌️|crossed_fingers 🤞|hand ✋|raised_hand ✋
green_heart 💚|blue_heart 💙|yellow_heart 💛|broken_heart 💔|house 🏠|office 🏢|hospital 🏥|bank 🏦|factory 🏭|ambulance 🚑|fire_engine 🚒|ship 🚢|airplane ✈️|car 🚗|seedling 🌱|herb 🌿|four_leaf_clover 🍀|dog 🐶|cat 🐱|unicorn_face 🦄`;

const GLYPHS = new Map(TABLE.split(/[|\n]/).map((entry) => entry.split(" ")));

// Where no font has emoji they would all be the same empty box; then the short names are shown instead.
function drawable() {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (text) => {
    pen.font = "32px sans-serif";
    return pen.measureText(text).width;
  };
  return width("\u{1F440}") !== width("\u{1FAFF}\u{FE0E}") || width("\u{1F440}") !== width("\u{10FFFD}");
}
const readable = drawable();

/** The glyph of a short name, or null. */
export function glyph(name) {
  return (readable && GLYPHS.get(name.split("::")[0])) || null;
}
/** What a reaction or an emoji leaf shows. */
export function shown(name) {
  return glyph(name) ?? `:${name}:`;
}

/** The short names offered when somebody reacts. */
export const OFFERED = [
  "+1",
  "eyes",
  "white_check_mark",
  "raised_hands",
  "tada",
  "heart",
  "rocket",
  "fire",
  "thinking_face",
  "pray",
  "x",
  "warning",
  "mag",
  "wrench",
  "scales",
  "bulb",
];
