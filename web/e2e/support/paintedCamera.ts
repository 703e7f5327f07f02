import type { Page } from 'playwright-core';

/** How one painted person looks. */
export interface Portrait {
  readonly wall: readonly [string, string];
  readonly shirt: string;
  readonly skin: string;
  readonly hair: string;
  readonly longHair: boolean;
}

/** People of the pictures in the docs. */
export const PORTRAITS = {
  Ann: { wall: ['#33505c', '#1d3039'], shirt: '#d9684f', skin: '#f0c4a0', hair: '#5a3423', longHair: true },
  Bob: { wall: ['#6a5a7d', '#3c3350'], shirt: '#3f7f8c', skin: '#8a5a3c', hair: '#1f1713', longHair: false },
  Chloé: { wall: ['#c9b18f', '#8a7355'], shirt: '#37526b', skin: '#e9b48c', hair: '#c98d3f', longHair: true },
  Dan: { wall: ['#3b4a3f', '#242e27'], shirt: '#b5a642', skin: '#d9a679', hair: '#6b6b70', longHair: false },
} satisfies Record<string, Portrait>;

/** Has the page's camera show a painted person, and its screen a painted slide, instead of the browser's green test picture. */
export async function paintCamera(page: Page, portrait: Portrait): Promise<void> {
  await page.addInitScript(replaceCapture, portrait);
}

/** Runs in the page. */
function replaceCapture(portrait: Portrait): void {
  const painted = (width: number, height: number, paint: (context: CanvasRenderingContext2D, seconds: number) => void): MediaStream => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d')!;
    const frame = (): void => paint(context, performance.now() / 1000);
    frame();
    setInterval(frame, 66);
    return canvas.captureStream(15);
  };
  const ellipse = (context: CanvasRenderingContext2D, colour: string, x: number, y: number, rx: number, ry: number, from = 0, to = 7): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, rx, ry, 0, from, to);
    context.fill();
  };
  const person = (context: CanvasRenderingContext2D, seconds: number): void => {
    const { wall, shirt, skin, hair, longHair } = portrait;
    const gradient = context.createLinearGradient(0, 0, 1280, 720);
    gradient.addColorStop(0, wall[0]);
    gradient.addColorStop(1, wall[1]);
    context.fillStyle = gradient;
    context.fillRect(0, 0, 1280, 720);
    context.fillStyle = '#ffffff12';
    context.beginPath();
    context.roundRect(120, 70, 280, 330, 16);
    context.roundRect(930, 150, 260, 18, 6);
    context.roundRect(930, 330, 260, 18, 6);
    context.fill();
    ['#e8b86d', '#7fb7be', '#d3687f', '#8c86c9', '#93b77c'].forEach((colour, index) => {
      context.fillStyle = `${colour}a0`;
      context.fillRect(950 + index * 34, 240 - (index % 3) * 14, 24, 90 + (index % 3) * 14);
    });
    const sway = Math.sin(seconds * 1.1) * 7;
    const nod = Math.sin(seconds * 1.7) * 4;
    if (longHair) {
      ellipse(context, hair, 640 + sway, 420 + nod, 185, 235);
    }
    ellipse(context, shirt, 640 + sway * 0.4, 800, 340, 270);
    context.fillStyle = skin;
    context.beginPath();
    context.roundRect(588 + sway * 0.7, 440, 104, 130, 50);
    context.fill();
    ellipse(context, hair, 640 + sway, 308 + nod, 146, 162);
    ellipse(context, skin, 640 + sway, 352 + nod, 124, 148);
    ellipse(context, hair, 640 + sway, 262 + nod, 136, 92, Math.PI, 2 * Math.PI);
    const blink = seconds % 4 < 0.14 ? 2 : 11;
    for (const side of [-1, 1]) {
      ellipse(context, '#2b2420', 640 + sway + side * 46, 350 + nod, 9, blink);
      ellipse(context, '#00000012', 640 + sway + side * 72, 396 + nod, 24, 16);
    }
    ellipse(context, '#8d3b3b', 640 + sway, 424 + nod, 34, 10 + Math.max(0, Math.sin(seconds * 7)) * 10, 0, Math.PI);
  };
  const slide = (context: CanvasRenderingContext2D, seconds: number): void => {
    context.fillStyle = '#f7f9fb';
    context.fillRect(0, 0, 1600, 900);
    context.fillStyle = '#14202c';
    context.font = '600 62px system-ui, sans-serif';
    context.fillText('Who hears whom', 110, 150);
    context.font = '32px system-ui, sans-serif';
    context.fillStyle = '#566474';
    context.fillText('One upload each, as many downloads as there are others', 110, 208);
    const nodes = [[330, 400], [330, 700], [1270, 400], [1270, 700]] as const;
    nodes.forEach(([x, y], index) => {
      context.strokeStyle = '#0b7f77';
      context.lineWidth = 5;
      context.setLineDash([14, 12]);
      context.lineDashOffset = -seconds * 40;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(800, 550);
      context.stroke();
      ellipse(context, ['#d3687f', '#8c86c9', '#e8b86d', '#7fb7be'][index]!, x, y, 76, 76);
    });
    ellipse(context, '#0b7f77', 800, 550, 112, 112);
    context.fillStyle = '#fff';
    context.font = '600 34px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillText('Ringcast', 800, 562);
    context.textAlign = 'start';
  };
  const devices = navigator.mediaDevices;
  const native = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints = {}) => {
    const sound = constraints.audio ? (await native({ audio: constraints.audio })).getAudioTracks() : [];
    return new MediaStream([...(constraints.video ? painted(1280, 720, person).getVideoTracks() : []), ...sound]);
  };
  devices.getDisplayMedia = async () => painted(1600, 900, slide);
}
