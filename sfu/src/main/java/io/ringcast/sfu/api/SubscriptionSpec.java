package io.ringcast.sfu.api;

/**
 * A publication as one subscriber negotiated to receive it.
 *
 * @param mid the media section's id at the subscriber
 * @param codec the subscriber's payload types for the publication's codec
 * @param wanted the layer asked for at the start
 */
public record SubscriptionSpec(PublicationId publication, String mid, CodecParameters codec, ExtensionIds extensions, Layer wanted) {}
