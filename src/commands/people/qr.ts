/**
 * A QR code of half blocks, a line for two rows, with the quiet zone that phones look for.
 * @param colours true: black on white whatever the terminal's colours, since a code with inverted ones is read by few apps
 */
export async function qrCode(text: string, { colours }: { colours: boolean }): Promise<string> {
  // Only here: the service, which starts from the same bundle, draws none.
  const { default: qrcode } = await import('qrcode');
  const code = await qrcode.toString(text, { type: 'utf8', errorCorrectionLevel: 'L' });
  if (!colours) return code;
  return code
    .split('\n')
    .map((line) => `\u001B[30;107m${line}\u001B[0m`)
    .join('\n');
}
