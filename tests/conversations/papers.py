"""Documents of invented communes, as officers add them: short, and recognised for what they are.

It knows their words only.
Read next: `bot/additions.py`, which recognises them.
"""

from __future__ import annotations

from typing import Final


def decision(number: str, *articles: str) -> str:
    """A decision of a people's committee; each article is «heading | words»."""
    body = [f"Điều {place}. {article.replace(' | ', chr(10))}" for place, article in enumerate(articles, 1)]
    return "\n".join(
        (
            "ỦY BAN NHÂN DÂN XÃ TÂN BÌNH",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Số: {number}",
            "Tân Bình, ngày 05 tháng 8 năm 2025",
            "QUYẾT ĐỊNH",
            "Ban hành Quy chế khen thưởng chuyên cần",
            "",
            *body,
            "",
        )
    )


DILIGENCE: Final = decision(
    "777/2025/QĐ-UBND",
    "Phạm vi điều chỉnh | Quy chế này quy định việc khen thưởng chuyên cần.",
    "Mức thưởng chuyên cần | Cá nhân chuyên cần được thưởng 200.000 đồng.",
)
"""Not registered anywhere: only what was added tells of it."""

REPORT: Final = """ỦY BAN NHÂN DÂN
XÃ TÂN BÌNH
Số: 15/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Bình, ngày 10 tháng 12 năm 2025

BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025

I. KẾT QUẢ ĐẠT ĐƯỢC
Phong trào thi đua được triển khai rộng khắp.
II. TỒN TẠI, HẠN CHẾ
Việc phát hiện gương điển hình nuôi tằm ở thôn Cây Đa còn chậm.
III. NGUYÊN NHÂN
Cán bộ kiêm nhiệm nhiều việc.
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
Tiếp tục đổi mới phong trào.
"""
