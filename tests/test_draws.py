"""Keyed draws: the published generator, and independence across members, seeds, streams, indices, subs, slots.

All tests use fixed counters, so each passes or fails for ever; the rate below is the chance with which a
*right* generator would have failed when the counters were chosen. Each battery is Bonferroni-corrected: it fails
if the smallest of its p-values, times their number, is below 2e-7. There are four (sequences, neighbours,
avalanche, uniforms): together at most 1e-6.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from sim.compiling import rule
from sim.draws import philox, uniforms
from tests.battery import chi_square, of_chi_square, of_normal, pair_tests, sequence_tests

pytestmark = pytest.mark.statistical

FALSE_ALARM = 2e-7
INDEX, SUB, KEY, STREAM, SEED = range(5)
BASE = (12, 65_536, 137, 3, 20_240_601)  # a look of member 137
BLOCKS = 32_768


@rule
def _fill(counters, words):
    for i in range(counters.shape[0]):
        words[i, 0], words[i, 1], words[i, 2], words[i, 3] = philox(
            counters[i, 0], counters[i, 1], counters[i, 2], counters[i, 3], counters[i, 4]
        )


def words_at(counters: np.ndarray) -> np.ndarray:
    """Blocks of four words, shape (n, 4), for counters of shape (n, 5): index, sub, key, stream, seed."""
    words = np.empty((len(counters), 4), dtype=np.uint64)
    _fill(np.ascontiguousarray(counters, dtype=np.int64), words)
    return words.astype(np.uint32)


def plain_words(counters: np.ndarray, rounds: int = 10) -> np.ndarray:
    """Philox4x32 once more, in NumPy, with any number of rounds."""
    low, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    a, b, c, d = (counters[:, i].astype(np.uint64) & low for i in range(4))
    key_0, key_1 = counters[:, 4].astype(np.uint64) & low, counters[:, 4].astype(np.uint64) >> shift
    for _ in range(rounds):
        first, second = np.uint64(0xD2511F53) * a, np.uint64(0xCD9E8D57) * c
        a, b, c, d = (second >> shift) ^ b ^ key_0, second & low, (first >> shift) ^ d ^ key_1, first & low
        key_0, key_1 = (key_0 + np.uint64(0x9E3779B9)) & low, (key_1 + np.uint64(0xBB67AE85)) & low
    return np.stack([a, b, c, d], axis=1).astype(np.uint32)


def along(place: int, step: int = 1, blocks: int = BLOCKS, start: int = 0) -> np.ndarray:
    """Counters that differ in one place only: start, start + step, …, shape (blocks, 5)."""
    counters = np.tile(np.array(BASE, dtype=np.int64), (blocks, 1))
    counters[:, place] = start + step * np.arange(blocks)
    return counters


def grid(first: int, second: int) -> np.ndarray:
    """Counters over 128 values of one place times 256 of another, the second running fastest."""
    counters = np.tile(np.array(BASE, dtype=np.int64), (BLOCKS, 1))
    counters[:, first], counters[:, second] = np.divmod(np.arange(BLOCKS), 256)
    return counters


WALKS = {
    "indices": along(INDEX),
    "subs": along(SUB),
    "candidates of a cell (subs 65536 apart)": along(SUB, 65_536, BLOCKS),
    "members": along(KEY),
    "pairs of members (keys 65536 apart)": along(KEY, 65_536, BLOCKS),
    "streams": along(STREAM),
    "seeds": along(SEED),
    "high halves of seeds": along(SEED, 2**32, BLOCKS),
    "members of each index": grid(INDEX, KEY),
    "indices of each member": grid(KEY, INDEX),
    "seeds of each member": grid(KEY, SEED),
}


def smallest(found: dict[str, float], generator: str = "") -> float:
    """The smallest p-value corrected for how many there are; says which on failure."""
    name = min(found, key=found.__getitem__)
    corrected = min(1.0, found[name] * len(found))
    print(f"{generator} smallest of {len(found)}: {name}, corrected p {corrected:.3g}")
    return corrected


def walk_tests(generate, walks=WALKS) -> dict[str, float]:
    """Sequence tests of each walk, block after block and slot after slot."""
    found = {}
    for name, counters in walks.items():
        words = generate(counters)
        for order, sequence in (("blocks", words.ravel()), ("slots", words.T.ravel())):
            for test, p in sequence_tests(sequence).items():
                found[f"{name}, {order}: {test}"] = p
    return found


def neighbour_tests(generate) -> dict[str, float]:
    """Pair tests of neighbours in each place of the counter, and of the word slots of one block."""
    counters = along(INDEX, blocks=2**14)
    words = generate(counters)
    found = {}
    for place, name in ((KEY, "member"), (SEED, "seed"), (STREAM, "stream"), (SUB, "sub"), (INDEX, "index")):
        for step in (2**14, 2**31) if place == INDEX else (1, 64, 2**31):
            other = counters.copy()
            other[:, place] += step
            words_there = generate(other)
            for slot in range(4):
                for test, p in pair_tests(words[:, slot], words_there[:, slot]).items():
                    found[f"{name} + {step}, slot {slot}: {test}"] = p
    for one in range(4):
        for two in range(one):
            for test, p in pair_tests(words[:, two], words[:, one]).items():
                found[f"slots {two} and {one}: {test}"] = p
    return found


def avalanche_tests(generate, samples: int = 512) -> dict[str, float]:
    """One bit of counter or key is flipped: each of the 128 bits that come out should flip half of the time."""
    generator = np.random.default_rng(7)
    counters = generator.integers(0, 2**32, (samples, 5), dtype=np.int64)
    counters[:, SEED] = generator.integers(0, 2**62, samples, dtype=np.int64)
    before = generate(counters)
    flips = np.empty((191, 128))
    of_samples = []
    for bit in range(191):
        flipped = counters.copy()
        place, shift = (bit // 32, bit % 32) if bit < 128 else (SEED, bit - 128)
        flipped[:, place] ^= np.int64(1) << np.int64(shift)
        changed = (generate(flipped) ^ before).astype("<u4")
        bits = np.unpackbits(changed.view(np.uint8).reshape(samples, 16), axis=1)
        flips[bit] = bits.sum(axis=0)
        of_samples.append(bits.sum(axis=1))
    z = (flips - samples / 2) / np.sqrt(samples / 4)
    weights = np.concatenate(of_samples)
    pooled = np.bincount(np.clip(weights, 48, 80), minlength=81)[48:]
    chances = binom.pmf(np.arange(48, 81), 128, 0.5)
    chances[0], chances[-1] = binom.cdf(48, 128, 0.5), binom.sf(79, 128, 0.5)
    return {
        "all flips": of_normal(float(z.sum()) / np.sqrt(z.size)),
        "each bit on each bit": of_chi_square(float((z**2).sum()), z.size),
        "worst bit on a bit": min(1.0, z.size * of_normal(float(np.abs(z).max()))),
        "number of bits flipped": chi_square(pooled, chances * len(weights)),
    }


@pytest.mark.parametrize(
    ("counter", "seed", "expected"),
    [
        ((0, 0, 0, 0), 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((0xFFFFFFFF,) * 4, -1, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_published_vectors(counter, seed, expected):
    """The known answers of philox4x32-10 in Random123 1.14; the seed is both key words, the low one first."""
    assert " ".join(f"{word:08x}" for word in words_at(np.array([[*counter, seed]]))[0]) == expected


def test_the_generator_is_philox_for_any_counter():
    generator = np.random.default_rng(3)
    counters = generator.integers(0, 2**63 - 1, (4096, 5), dtype=np.int64)
    assert np.array_equal(words_at(counters), plain_words(counters))


def test_uniforms_are_the_words_of_index_sub_key_stream():
    keys = np.array([0, 1, 2**31, 2**32 - 1])
    found = uniforms(BASE[SEED], 8, keys, 5, 6)
    counters = np.array([(5, 6, key, 8, BASE[SEED]) for key in keys])
    assert np.array_equal(found, (words_at(counters) + 0.5) * 2.0**-32)


def test_sequences_along_every_place_of_the_key():
    """False-alarm rate 2e-7."""
    assert smallest(walk_tests(words_at)) > FALSE_ALARM


def test_neighbours_are_independent():
    """False-alarm rate 2e-7."""
    assert smallest(neighbour_tests(words_at)) > FALSE_ALARM


def test_avalanche():
    """False-alarm rate 2e-7."""
    assert smallest(avalanche_tests(words_at)) > FALSE_ALARM


def test_uniforms_of_members_as_the_model_takes_them():
    """Traits of 32,768 members under one seed: sequence tests of `uniforms`. False-alarm rate 2e-7."""
    found = {}
    for trait in (0, 1):
        u = uniforms(1, 0, np.arange(BLOCKS), trait, 0)
        assert 0.0 < u.min() < u.max() < 1.0
        words = np.floor(u * 2.0**32).astype(np.uint32)
        for test, p in sequence_tests(words.ravel()).items():
            found[f"trait {trait}: {test}"] = p
    assert smallest(found) > FALSE_ALARM


# -- the battery can fail ----------------------------------------------------------------------------------


def _randu() -> np.ndarray:
    state, found = 1, np.empty(2**17, dtype=np.uint32)
    for i in range(len(found)):
        state = 65_539 * state % 2**31
        found[i] = 2 * state
    return found


def _congruential() -> np.ndarray:
    """A linear congruential generator modulo 2**32 of full period: its low bits repeat soon."""
    state, found = 1, np.empty(2**17, dtype=np.uint32)
    for i in range(len(found)):
        state = (1_664_525 * state + 1_013_904_223) % 2**32
        found[i] = state
    return found


def _weyl() -> np.ndarray:
    """What splitmix adds up before it mixes: perfectly even, and therefore not random."""
    return ((np.arange(2**17, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)).astype(
        np.uint32
    )


@pytest.mark.parametrize(
    ("weak", "expected_to_fail"),
    [
        (_randu, {"triples, top bits", "low bits"}),
        (_congruential, {"low bits", "pairs, low bits", "bits of neighbours"}),
        (_weyl, {"top bits", "gaps", "birthday spacings", "turning points", "maximum of eight"}),
    ],
)
def test_the_battery_rejects_weak_sequences(weak, expected_to_fail):
    found = sequence_tests(weak())
    assert {name for name, p in found.items() if p * len(found) < FALSE_ALARM} >= expected_to_fail


@pytest.mark.parametrize("rounds", [2, 3, 4])
def test_the_battery_rejects_philox_with_too_few_rounds(rounds):
    def weak(counters: np.ndarray) -> np.ndarray:
        return plain_words(counters, rounds)

    assert smallest(avalanche_tests(weak, 128), f"{rounds} rounds") < FALSE_ALARM
    if rounds < 4:
        assert smallest(walk_tests(weak, {"members": WALKS["members"]}), f"{rounds} rounds") < FALSE_ALARM


def test_the_battery_rejects_two_members_of_whom_one_copies_a_fiftieth():
    mine = words_at(along(INDEX, blocks=2**14))[:, 0]
    other = words_at(along(INDEX, blocks=2**14) + np.array([0, 0, 1, 0, 0]))[:, 0]
    copied = np.where(np.arange(len(mine)) % 50 == 0, mine, other)
    assert min(pair_tests(mine, copied).values()) < FALSE_ALARM
    assert min(pair_tests(mine, other).values()) > FALSE_ALARM


def test_the_battery_rejects_neighbouring_seeds_that_share_their_high_bits():
    mine = words_at(along(INDEX, blocks=2**14))[:, 0]
    other = words_at(along(INDEX, blocks=2**14) + np.array([0, 0, 0, 0, 1]))[:, 0]
    shared = (mine & np.uint32(1 << 31)) | (other & np.uint32((1 << 31) - 1))
    assert min(pair_tests(mine, shared).values()) < FALSE_ALARM
