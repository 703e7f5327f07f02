export type VideoSource = 'camera' | 'screen' | 'none';

export interface CaptureWish {
  readonly video: VideoSource;
  readonly microphone: boolean;
  /** Of the camera's picture, in pixels. */
  readonly height: number;
}

/** Why nothing could be captured, in words that say what to do. */
export class CaptureFailure extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
  }
}

export const CAMERA_HEIGHT = 720;

function camera(height: number): MediaTrackConstraints {
  return { width: { ideal: Math.round((height * 16) / 9) }, height: { ideal: height }, frameRate: { ideal: 30 } };
}

/** Asks the browser for what is to be published; the result has at most one audio and one video track. */
export async function capture(wish: CaptureWish): Promise<MediaStream> {
  if (wish.video === 'none' && !wish.microphone) {
    throw new CaptureFailure('There is nothing to publish', 'Choose a camera or a screen, or switch the microphone on.');
  }
  const devices = captureDevices();
  try {
    return await captureFrom(devices, wish);
  } catch (error) {
    throw captureFailure(error, wish.video);
  }
}

function captureDevices(): MediaDevices {
  if (!window.isSecureContext || navigator.mediaDevices === undefined) {
    throw new CaptureFailure(
      'This page may not use a camera or microphone',
      `A browser gives them only to https pages and to localhost, and this is ${location.origin}.`
        + ' Open the https address, or start the server with --lan, which serves https.',
    );
  }
  return navigator.mediaDevices;
}

async function captureFrom(devices: MediaDevices, wish: CaptureWish): Promise<MediaStream> {
  if (wish.video !== 'screen') {
    return devices.getUserMedia({ video: wish.video === 'camera' ? camera(wish.height) : false, audio: wish.microphone });
  }
  const stream = await devices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: false });
  if (wish.microphone) {
    try {
      const microphone = await devices.getUserMedia({ audio: true });
      microphone.getAudioTracks().forEach((track) => stream.addTrack(track));
    } catch (error) {
      stream.getTracks().forEach((track) => track.stop());
      throw error;
    }
  }
  return stream;
}

/** Turns the browser's error names (Media Capture and Streams, section 10.2) into something to act on. */
export function captureFailure(error: unknown, video: VideoSource): CaptureFailure {
  if (error instanceof CaptureFailure) {
    return error;
  }
  const device = { camera: 'camera or microphone', screen: 'screen or microphone', none: 'microphone' }[video];
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CaptureFailure(`The ${device} was refused`,
        'Allow it in the browser’s address bar (or in the system’s privacy settings), then start again.');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new CaptureFailure(`No ${device} was found`,
        'Plug one in, or switch off what is missing: publish without video, or without the microphone.');
    case 'NotReadableError':
    case 'AbortError':
      return new CaptureFailure(`The ${device} could not be opened`,
        'Another program may be using it. Close that program, then start again.');
    default:
      return new CaptureFailure(`The ${device} could not be opened`, error instanceof Error ? error.message : String(error));
  }
}
