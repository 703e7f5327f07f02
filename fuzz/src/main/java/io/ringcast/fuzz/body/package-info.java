/** What is fuzzed: each body takes one input and throws when something does not hold. */
@org.jspecify.annotations.NullMarked
package io.ringcast.fuzz.body;
