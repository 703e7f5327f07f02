package io.ringcast.mixer.codec;

import io.ringcast.sfu.api.Codec;

/**
 * What an encoder shall make.
 *
 * @param codec H264 or VP8
 * @param keyframeInterval frames from keyframe to keyframe at most, 0 for keyframes on demand only
 */
public record VideoFormat(Codec codec, int width, int height, int framesPerSecond, int bitrateBps, int keyframeInterval) {}
