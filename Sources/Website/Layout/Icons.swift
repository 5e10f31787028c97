/// Small pictures inside a text; words beside them say the same.
enum Icons {
    static let lock: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M4.5 7V4.9a3.5 3.5 0 0 1 \
        7 0V7" fill="none" stroke="currentColor" stroke-width="1.6"/><rect x="3" y="7" width="10" height="7" rx="1.5" \
        fill="currentColor"/></svg>
        """
    static let check: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="m3 8.5 3.4 3.4L13 4.6" \
        fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """
    static let half: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><circle cx="8" cy="8" r="5.5" \
        fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" \
        fill="currentColor"/></svg>
        """
    static let new: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="m8 1.6 1.9 4.5 4.5 1.9\
        -4.5 1.9L8 14.4 6.1 9.9 1.6 8l4.5-1.9z" fill="currentColor"/></svg>
        """
    static let down: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M8 2.5v11m0 0 4-4m-4 4-4\
        -4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """
    static let open: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M8 2v8m0 0 3.2-3.2M8 10 \
        4.8 6.8M2.8 13.5h10.4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>
        """
}
