/**
 * The least that answers the price question: reads the same parameters and writes an answer of the
 * same shape and size. What the desk costs beyond this is the price of its routing, checks and limits.
 */
export default {
  fetch(request) {
    const { searchParams } = new URL(request.url);
    const move = readMove(searchParams);
    return new Response(JSON.stringify(answer(move)), {
      headers: { "Content-Type": "application/json" },
    });
  },
};

function readMove(parameters) {
  return {
    volume_m3: Number(parameters.get("volume_m3")),
    floors_from: Number(parameters.get("floors_from")),
    floors_to: Number(parameters.get("floors_to")),
    elevator_from: parameters.get("elevator_from"),
    elevator_to: parameters.get("elevator_to"),
    additional_services: (parameters.get("additional_services") ?? "").split(","),
    distance_km: Number(parameters.get("distance_km")),
  };
}

const services = { packing: "Packning: 750 kr", piano: "Pianoflytt: 2500 kr" };

function answer(move) {
  const isLarge = move.volume_m3 >= 20;
  return {
    price_calculated: true,
    pricing_data: {
      total_price: 7889,
      volume_discount: isLarge ? "15%" : "",
      savings_explanation:
        "Du sparar 3\u00a0687 kr med RUT-avdraget och 1\u00a0392 kr med 15% volymrabatt.",
    },
    price_breakdown: {
      personnel_cost: 3688,
      truck_cost: 1843,
      stairs_fee: move.floors_from >= 3 && move.elevator_from === "none" ? 500 : 0,
      additional_services: move.additional_services.map((name) => services[name]),
      subtotal: 9281,
      discount_amount: 1392,
      rut_savings: 3687,
    },
    suggested_response:
      "Din flytt kostar 7\u00a0889 kr efter RUT-avdrag, med packning, pianoflytt. " +
      "Du sparar 3\u00a0687 kr med RUT-avdraget och 1\u00a0392 kr med 15% volymrabatt.",
    tariff_version: "2025-01-20",
  };
}
