// The general-purpose peer: the same passport by pdf-lib and signpdf, for a comparison with benchmark-passports.cs. Nothing of the
// product depends on it; its packages are put aside by hand:
//   npm install --prefix FOLDER pdf-lib @pdf-lib/fontkit @signpdf/signpdf @signpdf/signer-p12 @signpdf/placeholder-pdf-lib qrcode
//   node scripts/benchmark-peer.mjs FOLDER [seconds, default 10]
// It draws two pages with the same texts, bars and code, attaches the same kind of credential and signs with RSA, since signpdf knows no
// ECDSA; it writes neither tags nor signing-certificate-v2.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

if (process.argv[2] === undefined) throw new Error('Name the folder with the packages; the head of this file says how to fill it.');
const require = createRequire(join(process.argv[2], 'package.json'));
const { PDFDocument, rgb } = require('pdf-lib');
const fontkit = require('@pdf-lib/fontkit');
const { SignPdf } = require('@signpdf/signpdf');
const { P12Signer } = require('@signpdf/signer-p12');
const { pdflibAddPlaceholder } = require('@signpdf/placeholder-pdf-lib');
const QRCode = require('qrcode');

const seconds = Number(process.argv[3] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'demoexam-peer-'));
const at = name => join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('k.pem'), '-out', at('c.pem'), '-days', '30', '-subj', '/CN=Peer');
openssl('pkcs12', '-export', '-legacy', '-inkey', at('k.pem'), '-in', at('c.pem'), '-out', at('k.p12'), '-passout', 'pass:x');
const p12 = readFileSync(at('k.p12'));
const fontFile = ['PTS55F.ttf', 'PTS75F.ttf'].map(n => `/usr/share/fonts/truetype/paratype/${n}`);
if (!fontFile.every(existsSync)) throw new Error('Install fonts-paratype.');
const [regularBytes, boldBytes] = fontFile.map(n => readFileSync(n));
const credential = Buffer.from(Array.from({ length: 6600 }, (_, i) => 65 + ((i * 7919) % 26)));
const digits = '7204918365'.repeat(80).slice(0, 793);

async function passport(n) {
  const doc = await PDFDocument.create();
  doc.registerFontkit(fontkit);
  const regular = await doc.embedFont(regularBytes, { subset: true });
  const bold = await doc.embedFont(boldBytes, { subset: true });
  const code = QRCode.create(`https://exam.example.org/p/7Q4M9KXTB2R6W1ZC8DNVHJ#${digits}`, { errorCorrectionLevel: 'M' });
  const ink = rgb(0.1, 0.1, 0.15), accent = rgb(0.1, 0.3, 0.6), track = rgb(0.85, 0.87, 0.9);
  for (const ru of [true, false]) {
    const page = doc.addPage([595.28, 841.89]);
    const text = (value, x, y, size, font = regular, color = ink) => page.drawText(value, { x, y: 841.89 - y, size, font, color });
    page.drawRectangle({ x: 0, y: 834.89, width: 595.28, height: 7, color: accent });
    text(ru ? 'Региональный оператор' : 'Regional Operator', 56, 54, 9.5, bold);
    text(`ПК-39-2026-${String(n % 1000000).padStart(6, '0')}-7`, 420, 54, 9.5, bold);
    text(ru ? 'ПАСПОРТ КОМПЕТЕНЦИЙ' : 'SKILLS PASSPORT', 56, 100, 11, bold, accent);
    text(ru ? `Соколова Анна Сергеевна ${n}` : 'Anna Sokolova', 56, 130, 29, bold);
    text(ru ? 'Колледж информационных технологий и строительства' : 'College of Information Technology and Construction', 56, 155, 10.5);
    text('86,50', 74, 230, 50, bold, accent);
    text(ru ? 'из 100' : 'out of 100', 220, 230, 15);
    let y = 290;
    for (let i = 0; i < 11; i++) {
      text(String.fromCharCode(65 + i), 56, y, 9, bold, accent);
      text(ru ? 'Программирование на стороне клиента' : 'Client-side programming', 80, y, 9.2);
      page.drawLine({ start: { x: 330, y: 841.89 - y }, end: { x: 446, y: 841.89 - y }, thickness: 3.4, color: track });
      page.drawLine({ start: { x: 330, y: 841.89 - y }, end: { x: 430, y: 841.89 - y }, thickness: 3.4, color: accent });
      text('17,30 / 20', 480, y, 9.2);
      y += 18;
    }
    for (const [label, value] of [['Вид испытания', 'Государственная итоговая аттестация № 39-2026-0417'], ['Дата', '14–15 июня 2026'], ['Площадка', 'ЦПДЭ «Веб-технологии», Калининградская область'],
      ['Комплект', 'Веб-технологии (КОД 09.02.07-9-2026)'], ['Уровень', 'Профильный уровень, время работы 4 ч'], ['Специальность', '09.02.07 Информационные системы и программирование'],
      ['Аттестат', '39-0114/26, действует с 12 января 2026 по 11 января 2027'], ['Главный эксперт', 'Мельникова Ольга Викторовна (экспертов: 3)']]) {
      text(label, 56, y, 7.8);
      text(value, 56, y + 11, 9.4);
      y += 26;
    }
    const size = code.modules.size, unit = 105 / size;
    let path = '';
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        if (!code.modules.get(row, column)) continue;
        const from = column;
        while (column < size && code.modules.get(row, column)) column++;
        path += `M${from * unit} ${row * unit}h${(column - from) * unit}v${unit}h${-(column - from) * unit}z`;
      }
    page.drawSvgPath(path, { x: 434, y: 200, color: rgb(0, 0, 0) });
    text(ru ? 'Паспорт компетенций не является документом об образовании.' : 'The skills passport is not a document of education.', 56, 780, 7.2);
  }
  await doc.attach(credential, 'passport.vc.jwt', { mimeType: 'application/vc+jwt', creationDate: new Date(0), modificationDate: new Date(0) });
  pdflibAddPlaceholder({ pdfDoc: doc, reason: 'Passport', contactInfo: '', name: 'Peer', location: '', signatureLength: 4096, subFilter: 'ETSI.CAdES.detached' });
  const unsigned = Buffer.from(await doc.save({ useObjectStreams: false }));
  return new SignPdf().sign(unsigned, new P12Signer(p12, { passphrase: 'x' }));
}

writeFileSync(at('one.pdf'), await passport(1));
const bytes = readFileSync(at('one.pdf')).length;
for (let i = 0; i < 20; i++) await passport(i);
const started = process.cpuUsage(), clock = Date.now();
let made = 0;
while (Date.now() - clock < seconds * 1000) { await passport(made); made++; }
const used = process.cpuUsage(started);
console.log(`pdf-lib and signpdf, Node ${process.version}: ${((used.user + used.system) / 1000 / made).toFixed(1)} CPU ms each, ${bytes.toLocaleString('en')} bytes, ${made} made`);
rmSync(folder, { recursive: true });
