/** A move that has a price. */
export const priceMove = {
  volume_m3: 10,
  floors_from: 2,
  floors_to: 3,
  elevator_from: "yes",
  elevator_to: "none",
  distance_km: 15,
};
