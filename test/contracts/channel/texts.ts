/** What a client may write and a bot may say, and what neither may be taken for. */
export const texts = [
  'Дякую! 👩‍👩‍👧 ⭐⭐⭐⭐⭐',
  'שלום, תודה רבה',
  '<b>bold</b> & <script>alert("1")</script> &amp; a < b',
  'snake_case_name, 5 * 3, ~10',
  'two\nlines',
];
