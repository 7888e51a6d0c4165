"""What nature decides about people: the psychology parameters of docs/rules.md.

One class, one field a parameter, in the order in which the model page uses them. Each carries its unit,
its bounds (outside of which the model makes no sense or could blow up), the range believed in (the prior of
a calibration), what the value rests on and where that is written: F and V ids point into the evidence file.
Worlds override single values; nothing else may.
"""

from __future__ import annotations

from sim.quantities import Declaration, Quantity, parameter, quantities


class Psychology(Declaration):
    """How members notice, like, answer, trust, tire, buy, leave and mute. Times are in days unless named."""

    # Attention: a habit fed by reward.
    attention_rate: float = parameter(
        0.0125, 0, 0.5, "per_look", (0.01, 0.06), "assumed", "V01", "V04", "F02"
    )
    idle_fade: float = parameter(0.045, 0, 1, "share", (0.03, 0.3), "assumed", "V01", "V03", "V07")
    look_floor: float = parameter(0.02, 0, 0.5, "chance", (0.005, 0.05), "assumed", "V08", "F95")
    mute_badge: float = parameter(0.15, 0, 1, "factor", (0.05, 0.4), "assumed", "F47")
    mention_pull: float = parameter(0.6, 0, 1, "chance", (0.4, 0.8), "literature", "V20", "F90")
    packet_pull: float = parameter(0.35, 0, 1, "chance", (0.15, 0.6), "assumed", "F15", "V21")
    attention_at_joining: float = parameter(0.7, 0, 1, "chance", (0.5, 0.9), "assumed", "F88", "F95")

    # What makes a look worth while.
    worth_chat: float = parameter(0.15, 0, 5, "worth", (0.15, 0.6), "assumed", "V01", "V06")
    worth_tie: float = parameter(8.66, 0, 20, "worth", (1, 15), "assumed", "V06", "F25")
    worth_belonging: float = parameter(1.0, 0, 5, "factor", (0, 2), "literature", "F45")
    small_talk: float = parameter(0.22, 0, 2, "share", (0.1, 0.6), "assumed", "B3", "D5")
    worth_useful: float = parameter(0.92, 0, 10, "worth", (0.4, 1.5), "assumed", "F36")
    worth_answer: float = parameter(0.4, 0, 10, "worth", (0.15, 0.8), "literature", "V19", "F43", "F89")
    worth_money: float = parameter(0.5, 0, 10, "worth", (0.2, 1), "assumed", "F15")
    money_scale: float = parameter(200.0, 1, 100_000, "fen", (100, 500), "assumed", "F15")
    deal_fen: float = parameter(2000.0, 1, 1_000_000, "fen", (500, 5000), "assumed", "B4", "F60")
    novelty_days: float = parameter(30.0, 0.1, 3650, "days", (10, 60), "assumed", "V03", "F54")
    novelty_floor: float = parameter(0.27, 0, 1, "share", (0.15, 0.6), "assumed", "V03")

    # Speaking, and the confidence that an answer gives.
    speak_exponent: float = parameter(2.0, 0, 6, "1", (1, 3), "assumed", "V04")
    dropper_posting: float = parameter(0.25, 0, 1, "chance", (0.2, 1), "assumed", "A5", "C23")
    say_to_strangers: float = parameter(0.018, 0, 1, "share", (0.01, 0.5), "assumed", "V06", "F25", "F48")
    company: float = parameter(0.95, 0.01, 50, "ties", (0.5, 4), "assumed", "V06", "F24", "F25")
    confidence_at_joining: float = parameter(0.65, 0, 1, "chance", (0.35, 0.8), "assumed", "V19")
    confidence_gain: float = parameter(0.5, 0, 1, "share", (0.2, 0.7), "literature", "V19", "F43", "F89")
    confidence_loss: float = parameter(0.045, 0, 1, "share", (0.03, 0.25), "literature", "V15", "V19")

    # Answering: at most once a look.
    answer_rate: float = parameter(3.02, 0, 10, "1", (0.5, 5), "assumed", "V14", "V15")
    stranger_tie: float = parameter(0.35, 0, 1, "share", (0.03, 0.4), "assumed", "V06", "F43")
    answer_crowding: float = parameter(2.57, 0, 8, "1", (1, 5), "assumed", "V15", "F82")
    freshness_days: float = parameter(0.0171, 0.001, 2, "days", (0.006, 0.04), "measured", "V16", "F81")
    addressed_factor: float = parameter(3.38, 1, 20, "factor", (2, 10), "assumed", "V14", "F86")
    diffusion: float = parameter(0.75, 0, 2, "1", (0, 0.9), "assumed", "V06", "F93")
    newcomer_favour: float = parameter(2.0, 0, 50, "factor", (1, 8), "literature", "A10", "F44", "F46")
    talk_tolerance: float = parameter(3.0, 0.1, 50, "messages", (2, 6), "assumed", "V12", "F86")
    mention_rate: float = parameter(2.5, 0, 20, "1", (1, 5), "literature", "V20", "F90")

    # Presence: what makes a conversation out of two messages.
    stay: float = parameter(0.689, 0, 0.95, "chance", (0.5, 0.9), "measured", "V12", "V14", "F82")
    go_on: float = parameter(0.245, 0, 0.6, "chance", (0.1, 0.5), "measured", "V14", "F86")
    gap_seconds: float = parameter(110.0, 5, 1200, "seconds", (40, 150), "measured", "V16", "F79")

    # What is talked about, and the programme that one comes to expect.
    topic_drift: float = parameter(0.5, 0, 1, "share", (0.2, 0.8), "assumed", "B3", "C33")
    topic_wander: float = parameter(0.15, 0, 1, "chance", (0.05, 0.3), "assumed", "B3")
    topic_memory: float = parameter(50.0, 1, 1000, "messages", (20, 100), "assumed", "B3")
    heat_gain: float = parameter(0.1, 0, 1, "share", (0.03, 0.2), "assumed", "C36")
    buying_heat: float = parameter(1.0, 0, 10, "factor", (0.3, 2), "assumed", "C36")
    programme_gain: float = parameter(0.2, 0, 1, "share", (0.1, 0.4), "assumed", "C20", "F36")
    programme_days: float = parameter(21.0, 0.5, 3650, "days", (10, 45), "assumed", "C20")
    challenge_pull: float = parameter(0.5, 0, 1, "chance", (0.3, 0.8), "literature", "C19", "F66", "F67")
    enrol_rate: float = parameter(2.0, 0, 20, "hazard", (0.5, 4), "assumed", "C19", "F66")
    worth_progress: float = parameter(0.3, 0, 10, "worth", (0.1, 0.6), "assumed", "C19")

    # Advertising: fatigue, its slow twin, and what it does to trust and intent.
    ad_fatigue: float = parameter(0.062, 0, 1, "per_ad", (0.02, 0.12), "literature", "V26", "V27", "F54")
    fatigue_days: float = parameter(5.0, 0.05, 365, "days", (1, 7), "literature", "V27")
    tolerance_days: float = parameter(90.0, 1, 3650, "days", (30, 180), "literature", "V27", "F54")
    tolerance_share: float = parameter(0.03, 0, 0.5, "share", (0.03, 0.25), "literature", "V27", "F54")
    ad_distrust: float = parameter(0.01, 0, 0.5, "per_ad", (0.005, 0.05), "assumed", "F55", "F70")
    ad_pressure: float = parameter(0.002, 0, 0.1, "per_ad", (0, 0.01), "assumed", "C1")

    private_factor: float = parameter(2.0, 0, 20, "factor", (1, 4), "assumed", "C2", "F57")
    block_rate: float = parameter(0.2, 0, 5, "hazard", (0.05, 0.5), "assumed", "C2")

    # Trust, intent and belonging.
    trust_gain: float = parameter(0.01, 0, 0.5, "per_message", (0.003, 0.03), "assumed", "C12", "F62")
    intent_gain: float = parameter(0.002, 0, 0.1, "per_message", (0, 0.006), "assumed", "C8", "C12")
    owner_trust: float = parameter(0.03, 0, 0.5, "per_message", (0.01, 0.08), "assumed", "C8", "F46")
    voice_gain: float = parameter(0.5, 0, 5, "share", (0.2, 1), "expert", "A9")
    voice_loss: float = parameter(0.25, 0, 5, "share", (0, 0.5), "literature", "A9", "F70")
    belonging_topic: float = parameter(0.0005, 0, 0.1, "per_message", (0, 0.002), "assumed", "B3", "F45")
    belonging_hold: float = parameter(0.5, 0, 1, "share", (0.2, 0.8), "literature", "F45", "D6")
    policing: float = parameter(0.3, 0, 1, "chance", (0.1, 0.6), "expert", "C23")
    meeting_tie: float = parameter(0.3, 0, 1, "share", (0.1, 0.5), "assumed", "C27")
    belonging_days: float = parameter(60.0, 1, 3650, "days", (20, 120), "assumed", "F45")

    # Too much to read, and what ends a membership.
    overload_fatigue: float = parameter(0.002, 0, 0.1, "per_look", (0, 0.01), "assumed", "F42", "F47")
    overload_mute: float = parameter(0.002, 0, 0.1, "per_look", (0, 0.01), "assumed", "F42", "F47")
    leave_base: float = parameter(0.0004, 0, 0.1, "per_day", (0.0003, 0.002), "measured", "V26", "F51", "F94")
    leave_fatigue: float = parameter(0.017, 0, 1, "per_day", (0.015, 0.08), "literature", "V26", "F52", "F58")
    leave_irritation: float = parameter(0.02, 0, 5, "hazard", (0.005, 0.1), "literature", "V26", "F52", "F56")
    mute_ratio: float = parameter(2.2, 0, 20, "factor", (1.5, 3), "literature", "V26", "F47")
    take_and_go: float = parameter(0.05, 0, 1, "hazard", (0.01, 0.15), "assumed", "A4", "D5")

    # Money.
    packet_reciprocity: float = parameter(
        0.15, 0, 0.8, "share", (0.11, 0.25), "literature", "V21", "F12", "F16"
    )
    packet_luck: float = parameter(1.5, 1, 5, "factor", (1.2, 1.8), "literature", "V21", "F13")
    packet_extensive: float = parameter(0.5, 0, 1, "1", (0.3, 0.8), "literature", "V21", "V22", "F13", "F14")
    renew_rate: float = parameter(1.0, 0, 20, "hazard", (0.4, 2), "assumed", "D2", "E4")
    buy_rate: float = parameter(0.05, 0, 2, "hazard", (0.01, 0.15), "assumed", "F60", "F61")

    # Inviting.
    invite_rate: float = parameter(0.05, 0, 2, "hazard", (0.003, 0.06), "assumed", "V23", "V25", "F07")
    inviting_days: float = parameter(2.2, 0.1, 365, "days", (1.5, 5), "literature", "V23", "F07")
    invite_again: float = parameter(3.0, 0, 50, "factor", (2, 20), "literature", "V23", "F07")
    invite_accept: float = parameter(0.35, 0, 1, "chance", (0.15, 0.6), "assumed", "V25", "F64", "F65")
    invite_delay_days: float = parameter(0.2, 0.001, 30, "days", (0.05, 0.5), "assumed", "V23")
    reward_pull: float = parameter(0.5, 0, 5, "hazard", (0.2, 1), "assumed", "C4", "C21", "F65")

    # Shills and how they are found out.
    shill_notice: float = parameter(0.02, 0, 1, "hazard", (0.005, 0.06), "assumed", "F71", "F72")
    shill_spread: float = parameter(0.1, 0, 2, "hazard", (0.02, 0.3), "assumed", "F70")
    shill_collapse: float = parameter(0.7, 0, 1, "share", (0.4, 0.95), "literature", "F70")

    # Ties.
    tie_gain: float = parameter(0.06, 0, 0.5, "share", (0.02, 0.12), "assumed", "V06")
    tie_days: float = parameter(180.0, 5, 3650, "days", (40, 240), "assumed", "V06")

    # How people differ: drawn once a member, from the member's own draws.
    impulse_rate: float = parameter(0.287, 0, 5, "per_day", (0.1, 1.5), "assumed", "V08", "F86")
    sociability_sigma: float = parameter(
        1.35, 0, 2.5, "1", (1.0, 2.2), "measured", "V09", "V10", "V11", "F77"
    )
    lurker_share: float = parameter(0.533, 0, 1, "share", (0.2, 0.8), "measured", "V08", "V11", "F27", "F96")
    lurker_talk: float = parameter(0.01, 0, 1, "factor", (0.004, 0.3), "assumed", "V08", "V11", "F27")
    check_rate: float = parameter(10.0, 0.1, 100, "per_day", (6, 25), "literature", "F39", "F40")
    check_sigma: float = parameter(0.6, 0, 1.5, "1", (0.4, 0.9), "literature", "F39")


POPULATION_PARAMETERS = frozenset(
    {"impulse_rate", "sociability_sigma", "lurker_share", "lurker_talk", "check_rate", "check_sigma"}
)
"""Parameters that only `build_population` reads: a run itself has people, not distributions."""


def psychology_table() -> tuple[Quantity, ...]:
    """All psychology parameters with unit, bounds, prior, grade and sources, in the order of declaration."""
    return tuple(quantities(Psychology, prefix="parameter"))
