/** Apps, key pairs and tokens. */
@org.jspecify.annotations.NullMarked
package io.ringcast.identity;
