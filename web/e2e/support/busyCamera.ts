import type { Page } from 'playwright-core';

/** Has the page's camera show what is dear to encode, a 720p picture of which a part changes all the time: the browser's own costs little. */
export async function busyCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 1280, height: 720 });
    const context = canvas.getContext('2d', { alpha: false })!;
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const texture = document.createElement('canvas');
    Object.assign(texture, { width: 320, height: 180 });
    const pixels = new ImageData(320, 180);
    pixels.data.forEach((_, index) => (pixels.data[index] = index % 4 === 3 ? 255 : Math.floor(random() * 256)));
    texture.getContext('2d')!.putImageData(pixels, 0, 0);
    // Scaled once: a copy for each frame is cheap.
    const scene = document.createElement('canvas');
    Object.assign(scene, { width: 1320, height: 744 });
    scene.getContext('2d')!.drawImage(texture, 0, 0, 1320, 744);
    const paint = (): void => {
      const seconds = performance.now() / 1_000;
      context.drawImage(scene, Math.round(Math.sin(seconds) * 20 - 20), Math.round(Math.cos(seconds) * 12 - 12));
      for (let patch = 0; patch < 40; patch++) {
        context.fillStyle = `hsl(${Math.floor(random() * 360)} 60% ${Math.floor(20 + random() * 60)}%)`;
        context.fillRect(Math.floor(random() * 1280), Math.floor(random() * 720), 60, 40);
      }
    };
    paint();
    setInterval(paint, 45);
    const devices = navigator.mediaDevices;
    const native = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints = {}) => {
      const sound = constraints.audio ? (await native({ audio: constraints.audio })).getAudioTracks() : [];
      return new MediaStream([...(constraints.video ? canvas.captureStream(22).getVideoTracks() : []), ...sound]);
    };
  });
}
