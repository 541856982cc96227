"""What both drivers share: the machine, and the numbers made of paired timings."""

import datetime
import os
import platform
import statistics


def machine(threads: int) -> dict:
    return {
        "processor": processor(), "cores": os.cpu_count(), "threads": threads,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "date": datetime.date.today().isoformat(), "load": round(os.getloadavg()[0], 1)}


def said(about: dict) -> str:
    """The machine in a line; `load` is what else it was doing when the measurement began."""
    return (f"{about['processor']}, {about['threads']} of {about['cores']} threads, {about['system']}, "
            f"{about['date']}, load {about['load']}")


def processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def summary(ours: list[float], theirs: list[float]) -> dict:
    """Medians in seconds, their ratio (above one: ours is faster), and the ratio within each pair."""
    pairs = [their / our for our, their in zip(ours, theirs)]
    return {
        "ours": statistics.median(ours), "theirs": statistics.median(theirs),
        "ratio": statistics.median(theirs) / statistics.median(ours),
        "pairs": {"median": statistics.median(pairs), "least": min(pairs), "most": max(pairs)},
        "rounds": len(pairs), "oursAll": ours, "theirsAll": theirs}


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.1f} ms" if seconds < 1 else f"{seconds:,.2f} s"


def row(names: list[str], found: dict) -> str:
    pairs = found["pairs"]
    cells = names + [
        milliseconds(found["ours"]), milliseconds(found["theirs"]), f"**{found['ratio']:.2f}×**",
        f"{pairs['median']:.2f} ({pairs['least']:.2f} – {pairs['most']:.2f})", str(found["rounds"])]
    return "| " + " | ".join(cells) + " |"


def head(names: list[str]) -> str:
    titles = names + ["Rationale", "peer", "ratio of medians", "ratio in a pair: median (least – most)", "rounds"]
    return "| " + " | ".join(titles) + " |\n|" + "---|" * len(titles)
